import { execFileSync } from 'node:child_process'
import { randomBytes, createHash } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { keep, type Kept } from '../launch/keep'
import { isReachableByOthers, postgresFolder, unprivilegedAccount, type Account } from './binaries'

export interface EmbeddedPostgres {
  /** For the database `souk` as its owner; holds the password. */
  url: string
  port: number
  stop: () => Promise<void>
}

interface StartOptions {
  /** Holds `postgres/` (the data) and `postgres.json` (address and password, readable by its owner only). */
  folder: string
  /** Trades safety on a power cut for speed; for tests. */
  disposable?: boolean
}

interface Stored {
  password: string
  port: number
}

const START_SECONDS = 60

/** Starts a real Postgres on a folder, on loopback only and with a generated password; makes the folder when it is new. */
export async function startEmbeddedPostgres({ folder, disposable = false }: StartOptions): Promise<EmbeddedPostgres> {
  const root = path.resolve(folder)
  mkdirSync(root, { recursive: true })
  const data = dataFolder(root)
  const account = ownerOf(data) ?? unprivilegedAccount()
  const native = postgresFolder(account)
  const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' }

  await stopLeftover(data)
  const password = existsSync(path.join(data, 'PG_VERSION'))
    ? storedFor(root).password
    : initialise({ root, data, native, account, env, disposable })
  const port = await freePort(existsSync(storedFile(root)) ? storedFor(root).port : 0)
  store(root, { password, port })

  const args = [
    '-D',
    data,
    '-p',
    String(port),
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'unix_socket_directories=',
    '-c',
    'max_connections=200',
  ]
  args.push('-c', 'shared_buffers=128MB', '-c', 'logging_collector=off', '-c', 'log_min_messages=warning', '-c', 'jit=off')
  if (disposable) args.push('-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off')
  // SIGINT is Postgres' fast shutdown: it ends the sessions, writes a checkpoint and leaves.
  const server = keep({ program: path.join(native, 'bin', 'postgres'), args, cwd: data, env, ...account, stopSignal: 'SIGINT' })

  try {
    await untilItAnswers(server, port)
    await makeDatabase(`postgres://souk:${password}@127.0.0.1:${port}/postgres`)
  } catch (error) {
    await server.stop()
    throw error
  }
  return { url: `postgres://souk:${password}@127.0.0.1:${port}/souk`, port, stop: server.stop }
}

async function makeDatabase(url: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    const [there] = await afterRecovery(() => sql`select 1 from pg_database where datname = 'souk'`)
    if (!there) await sql`create database souk`
  } finally {
    await sql.end()
  }
}

/** After a crash Postgres first reads its log again, and says so (57P03) to whoever connects meanwhile. */
async function afterRecovery<T>(ask: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + START_SECONDS * 1000; ; await pause(50)) {
    try {
      return await ask()
    } catch (error) {
      if ((error as { code?: string }).code !== '57P03' || Date.now() > end) throw error
    }
  }
}

/** The address of the Postgres that a launcher runs on this folder right now, or null. */
export async function runningPostgresUrl(folder: string): Promise<string | null> {
  const root = path.resolve(folder)
  if (!existsSync(storedFile(root))) return null
  const { password, port } = storedFor(root)
  const pid = postmasterPid(dataFolder(root))
  return pid && isAlive(pid) && (await answers(port)) ? `postgres://souk:${password}@127.0.0.1:${port}/souk` : null
}

/** Where the data lies: beside the rest, unless root's project is closed to the account that Postgres runs as. */
function dataFolder(root: string): string {
  const account = unprivilegedAccount()
  if (!account || isReachableByOthers(root)) return path.join(root, 'postgres')
  return path.join('/var/lib/souk', createHash('sha256').update(root).digest('hex').slice(0, 16), 'postgres')
}

function ownerOf(data: string): Account | null {
  if (process.platform === 'win32' || process.getuid!() !== 0 || !existsSync(path.join(data, 'PG_VERSION'))) return null
  const { uid, gid } = statSync(data)
  return uid === 0 ? null : { uid, gid }
}

interface Initialisation {
  root: string
  data: string
  native: string
  account: Account | null
  env: Record<string, string>
  disposable: boolean
}

function initialise({ root, data, native, account, env, disposable }: Initialisation): string {
  const password = randomBytes(24).toString('base64url')
  const passwordFile = path.join(path.dirname(data), '.initial-password')
  rmSync(data, { recursive: true, force: true })
  mkdirSync(data, { recursive: true, mode: 0o700 })
  if (account) {
    chmodSync(path.dirname(data), 0o755)
    chownSync(data, account.uid, account.gid)
  }
  writeFileSync(passwordFile, password, { mode: 0o600 })
  if (account) chownSync(passwordFile, account.uid, account.gid)

  try {
    const options = [
      '-D',
      data,
      '-U',
      'souk',
      '-A',
      'scram-sha-256',
      '--pwfile',
      passwordFile,
      '-E',
      'UTF8',
      '--locale=C.UTF-8',
      '--no-instructions',
    ]
    execFileSync(path.join(native, 'bin', 'initdb'), [...options, ...(disposable ? ['--no-sync'] : [])], {
      ...account,
      env,
      cwd: data,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
  } catch (error) {
    rmSync(data, { recursive: true, force: true })
    throw new Error(`The database could not be made: ${error instanceof Error ? error.message : error}`, { cause: error })
  } finally {
    rmSync(passwordFile, { force: true })
  }
  store(root, { password, port: 0 })
  return password
}

async function untilItAnswers(postgres: Kept, port: number): Promise<void> {
  let ended = false
  void postgres.ended.then(() => (ended = true))
  for (const end = Date.now() + START_SECONDS * 1000; !(await answers(port)); await pause(25)) {
    if (ended) throw new Error(`Postgres did not start: ${postgres.said()}`)
    if (Date.now() > end) throw new Error(`Postgres did not answer within ${START_SECONDS} seconds: ${postgres.said()}`)
  }
}

/** A Postgres whose launcher and keeper were both killed still holds the folder: it is asked to leave. */
async function stopLeftover(data: string): Promise<void> {
  const pid = postmasterPid(data)
  if (!pid || !isAlive(pid)) return
  process.kill(pid, 'SIGINT')
  for (let waited = 0; isAlive(pid); waited += 50) {
    if (waited > 20_000) throw new Error(`Another Postgres (process ${pid}) uses ${data} and does not end.`)
    await pause(50)
  }
}

function postmasterPid(data: string): number | null {
  const file = path.join(data, 'postmaster.pid')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Whether Postgres answers on this port: it says N to a request for encryption (protocol 3, SSLRequest) once it is up. */
function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1', () => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])))
    const done = (result: boolean) => {
      socket.destroy()
      resolve(result)
    }
    socket.setTimeout(1000, () => done(false))
    socket
      .on('data', () => done(true))
      .on('error', () => done(false))
      .on('close', () => done(false))
  })
}

/** The port that was used before if it is free, so that tools find it again; else any. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once('error', () => (wanted ? resolve(freePort(0)) : reject(new Error('No free port for Postgres.'))))
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo
      server.close(() => resolve(port))
    })
  })
}

const storedFile = (root: string) => path.join(root, 'postgres.json')
const storedFor = (root: string) => JSON.parse(readFileSync(storedFile(root), 'utf8')) as Stored
const store = (root: string, stored: Stored) => writeFileSync(storedFile(root), JSON.stringify(stored), { mode: 0o600 })
