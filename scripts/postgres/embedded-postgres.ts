import { mkdirSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { keep, type Kept, type Program } from '../launch/keep'
import { Refusal } from '../launch/refusal'
import { makeOpenFolder, postgresFolder, unprivilegedAccount } from './binaries'
import { ownerOf, placeOfData, prepareData, readStored, store } from './data-folder'
import { isAlive, postmasterOf } from './process'

export interface EmbeddedPostgres {
  /** For the database `souk` as its owner; holds the password. */
  url: string
  port: number
  /** Resolves when Postgres has ended, asked or not. */
  ended: Promise<number>
  stop: () => Promise<void>
}

interface StartOptions {
  /** Holds `postgres/` (the data) and `postgres.json` (port and password, readable by its owner only). */
  folder: string
  /** Trades safety on a power cut for speed; for tests. */
  disposable?: boolean
  /** More of Postgres' own, such as `shared_buffers=2GB`; for measurements. */
  settings?: readonly string[]
}

const START_SECONDS = 60
const SETTINGS = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', 'shared_buffers=128MB', 'jit=off']
const QUIET = ['logging_collector=off', 'log_min_messages=warning']
const CARELESS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']

/** Starts a real Postgres on a folder, on loopback only and with a generated password; makes the folder when it is new. */
export async function startEmbeddedPostgres({ folder, disposable = false, settings: own = [] }: StartOptions): Promise<EmbeddedPostgres> {
  const root = path.resolve(folder)
  mkdirSync(root, { recursive: true })
  if (unprivilegedAccount()) makeOpenFolder(root)
  const data = placeOfData(root)
  const account = ownerOf(data) ?? unprivilegedAccount()
  const native = postgresFolder(account)
  const env = { PATH: process.env.PATH ?? '', LC_ALL: 'C', TZ: 'UTC' }

  await stopLeftover(data)
  const password = await prepareData({ root, data, native, account, env, disposable })
  const settings = [...SETTINGS, ...QUIET, ...(disposable ? CARELESS : []), ...own].flatMap((setting) => ['-c', setting])

  const { server, port } = await serve(readStored(root)!.port, (port) => ({
    program: path.join(native, 'bin', 'postgres'),
    args: ['-D', data, '-p', String(port), ...settings],
    cwd: data,
    env,
    ...account,
    // SIGINT is Postgres' fast shutdown: it ends the sessions, writes a checkpoint and leaves. SIGQUIT leaves at once.
    stopSignal: 'SIGINT',
    force: { afterSeconds: 60, signal: 'SIGQUIT' },
  }))
  store(root, { password, port })
  try {
    await makeDatabase(addressOf(password, port, 'postgres'))
  } catch (error) {
    await server.stop()
    throw error
  }
  return { url: addressOf(password, port, 'souk'), port, ended: server.ended, stop: server.stop }
}

/** The address of the Postgres that a launcher runs on this folder right now, or null. */
export async function runningPostgresUrl(folder: string): Promise<string | null> {
  const root = path.resolve(folder)
  const stored = readStored(root)
  if (!stored || !postmasterOf(placeOfData(root)) || !(await answers(stored.port))) return null
  return addressOf(stored.password, stored.port, 'souk')
}

const addressOf = (password: string, port: number, database: string) => `postgres://souk:${password}@127.0.0.1:${port}/${database}`

/** On the port that was used before if it is free, so that tools find it again; else on any. */
async function serve(usualPort: number, program: (port: number) => Program): Promise<{ server: Kept; port: number }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort(attempt === 1 ? usualPort : 0)
    const server = keep(program(port))
    try {
      await untilItAnswers(server, port)
      return { server, port }
    } catch (error) {
      await server.stop()
      if (attempt >= 20 || !PASSES_BY_ITSELF.test(server.said())) throw error
      await pause(250)
    }
  }
}

/** Somebody took the port in between; or processes of a Postgres that was killed have yet to notice. */
const PASSES_BY_ITSELF = /could not bind|Address already in use|pre-existing shared memory block|lock file "postmaster.pid" already exists/

async function untilItAnswers(server: Kept, port: number): Promise<void> {
  let ended = false
  void server.ended.then(() => (ended = true))
  for (const end = Date.now() + START_SECONDS * 1000; !(await answers(port)); await pause(25)) {
    if (ended) throw new Refusal(`Postgres did not start: ${server.said()}`)
    if (Date.now() > end) throw new Refusal(`Postgres did not answer within ${START_SECONDS} seconds: ${server.said()}`)
  }
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

/** Throws away what the database holds. */
export async function emptyDatabase(url: string): Promise<void> {
  const administration = new URL(url)
  administration.pathname = '/postgres'
  const sql = postgres(administration.href, { max: 1, onnotice: () => {} })
  try {
    await sql`drop database souk with (force)`
    await sql`create database souk`
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

/** A Postgres whose launcher and keeper were both killed still holds the data: it is asked to leave. */
async function stopLeftover(data: string): Promise<void> {
  const pid = postmasterOf(data)
  if (!pid) return
  process.kill(pid, 'SIGINT')
  for (const end = Date.now() + START_SECONDS * 1000; isAlive(pid); await pause(50)) {
    if (Date.now() > end) throw new Refusal(`Another Postgres (process ${pid}) uses ${data} and does not end.`)
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

function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once('error', () => (wanted ? resolve(freePort(0)) : reject(new Refusal('There is no free port for Postgres.'))))
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo
      server.close(() => resolve(port))
    })
  })
}
