import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { Refusal } from '../launch/refusal'
import { writeWhole } from '../machine/write-whole'
import { isReachableByOthers, makeOpenFolder, OUTSIDE, unprivilegedAccount, type Account } from './binaries'

/** What is remembered of an embedded Postgres beside its data; readable by its owner only. */
export interface Stored {
  password: string
  port: number
}

const storedFile = (root: string) => path.join(root, 'postgres.json')

export const readStored = (root: string): Stored | null =>
  existsSync(storedFile(root)) ? (JSON.parse(readFileSync(storedFile(root), 'utf8')) as Stored) : null

export const store = (root: string, stored: Stored): void => writeWhole(storedFile(root), JSON.stringify(stored))

/** Where the data lies: beside the rest, unless root's folder is closed to the account that Postgres runs as. */
export function placeOfData(root: string): string {
  const inside = path.join(root, 'postgres')
  if (isInitialised(inside) || !unprivilegedAccount() || isReachableByOthers(root)) return inside
  return path.join(OUTSIDE, createHash('sha256').update(realpathSync(root)).digest('hex').slice(0, 16), 'postgres')
}

/** The account that the data belongs to, where root is to run Postgres for somebody. */
export function ownerOf(data: string): Account | null {
  if (process.platform === 'win32' || process.getuid!() !== 0 || !isInitialised(data)) return null
  const { uid, gid } = statSync(data)
  return uid === 0 ? null : { uid, gid }
}

const isInitialised = (data: string) => existsSync(path.join(data, 'PG_VERSION'))

interface Preparation {
  root: string
  data: string
  native: string
  account: Account | null
  env: Record<string, string>
  disposable: boolean
}

/** Makes the data where there is none, and returns its password. */
export async function prepareData(preparation: Preparation): Promise<string> {
  const { root, data, native } = preparation
  if (!isInitialised(data)) return initialise(preparation)

  const known = readStored(root)
  if (known) {
    refuseOtherVersion(data, native)
    return known.password
  }
  if (data.startsWith(root))
    throw new Refusal(`${data} is there, but its password in ${storedFile(root)} is not. Bring it back, or remove both.`)
  // The folder that this data belonged to was removed.
  return initialise(preparation)
}

/** The data is made aside and moved into place when it is complete, so an interrupted start leaves nothing half done. */
async function initialise({ root, data, native, account, env, disposable }: Preparation): Promise<string> {
  const password = randomBytes(24).toString('base64url')
  const unfinished = `${data}.unfinished`
  const passwordFile = `${data}.password`
  for (const leftover of [unfinished, passwordFile]) rmSync(leftover, { recursive: true, force: true })

  if (account) for (const folder of foldersOutside(data)) makeOpenFolder(folder)
  mkdirSync(unfinished, { recursive: true, mode: 0o700 })
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (account) for (const file of [unfinished, passwordFile]) chownSync(file, account.uid, account.gid)

  const options = [
    '-D',
    unfinished,
    '-U',
    'souk',
    '-A',
    'scram-sha-256',
    '--pwfile',
    passwordFile,
    '-E',
    'UTF8',
    ...LOCALE,
    '--no-instructions',
  ]
  try {
    await promisify(execFile)(path.join(native, 'bin', 'initdb'), [...options, ...(disposable ? ['--no-sync'] : [])], {
      ...account,
      env,
      cwd: unfinished,
    })
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    const said = (error as { stderr?: string }).stderr?.trim()
    throw new Refusal(`The database could not be made: ${said || (error as Error).message}`)
  } finally {
    rmSync(passwordFile, { force: true })
  }

  store(root, { password, port: 0 })
  rmSync(data, { recursive: true, force: true })
  renameSync(unfinished, data)
  return password
}

/** Trigrams and full text ask the system what a letter is, so it must know Unicode. */
const LOCALE = process.platform === 'darwin' ? ['--locale=C', '--lc-ctype=UTF-8'] : ['--locale=C.UTF-8']

/** The folders above the data that other accounts must be able to enter. */
const foldersOutside = (data: string) => (data.startsWith(`${OUTSIDE}/`) ? [OUTSIDE, path.dirname(data)] : [path.dirname(data)])

function refuseOtherVersion(data: string, native: string): void {
  const have = readFileSync(path.join(data, 'PG_VERSION'), 'utf8').trim()
  const want = /^# PostgreSQL (\d+)/.exec(readFileSync(path.join(native, 'share/postgresql/postgres.bki'), 'utf8'))![1]
  if (have !== want) throw new Refusal(`The data in ${data} was made by Postgres ${have}; this version of Souk brings Postgres ${want}.`)
}
