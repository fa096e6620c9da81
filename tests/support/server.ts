import { users } from '#db/schema'
import { openSession } from '#server/domains/accounts/open-session'
import { jobs } from '#server/jobs'
import type { Actor } from '#server/platform/actor'
import { EMBEDDED_DATABASE_FILE, type EmbeddedDatabase } from '#server/platform/config/load-config'
import { eq } from 'drizzle-orm'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect } from 'vitest'
import { keep, type Kept, type Program } from '../../scripts/launch/keep'
import { SERVER_ENTRY } from '../../scripts/launch/production-build'
import { contextOn, testConfig, type TestContext } from './context'
import { cloneDatabase } from './database'

const READY_SECONDS = 30
/** How Nitro reports what nobody caught. */
const UNCAUGHT = /\[(?:unhandledRejection|uncaughtException)\]/

export interface Answer {
  status: number
  /** Parsed where it is JSON, text else; null without one. */
  // A test says which shape it expects by its assertions.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any
  headers: Headers
}

/** One person at one browser with an address of their own. Keeps cookies as a browser does. Bytes are sent as they are. */
export interface Client {
  get(path: string, headers?: HeadersInit): Promise<Answer>
  post(path: string, body?: object, headers?: HeadersInit): Promise<Answer>
  put(path: string, body?: object, headers?: HeadersInit): Promise<Answer>
  patch(path: string, body?: object, headers?: HeadersInit): Promise<Answer>
  delete(path: string, body?: object, headers?: HeadersInit): Promise<Answer>
  /** The response itself, redirects not followed; with the cookies and the address, and no other header. */
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** As the Cookie header has them now. */
  cookies(): string
  address: string
}

export interface TestServer {
  url: string
  /** A world on the same database, for making rows and reading them; its `drain` works the server's jobs. */
  ctx: TestContext
  visitor(): Client
  /** Somebody signed in, who comes by this address of the same servers, where one is given. */
  as(actor: Actor, through?: string): Promise<Client>
  /** Everything it has printed so far: its log, a JSON object a line. */
  printed(): string
  /** Asks it to end, as SIGTERM does, and waits. */
  stop(): Promise<void>
  /** Ends it as a crash does. */
  kill(): Promise<void>
  /** Starts it again on the same address, database and folder, and waits until it is ready. */
  start(): Promise<void>
}

export interface TestServerOptions {
  /** The address by which the server reaches the database, where it is not the plain one. */
  databaseUrl?: (url: string) => string | Promise<string>
  /** As an operator runs it, with an https address, instead of as a demonstration. */
  production?: boolean
  /** One more node on the database of this one. */
  beside?: TestServer
}

/**
 * The built server on a database of its own, for one test file: call it at the top of the file. The environment
 * given goes before its own. A file whose server had an error that nobody caught fails.
 */
export async function testServer(environment: Record<string, string> = {}, options: TestServerOptions = {}): Promise<TestServer> {
  const { url: databaseUrl, drop } = options.beside
    ? { url: options.beside.ctx.config.databaseUrl, drop: async () => {} }
    : await cloneDatabase()
  const folder = mkdtempSync(path.join(os.tmpdir(), 'souk-server-'))
  const secret = 'a secret for tests that is long enough'
  const reachedBy = (await options.databaseUrl?.(databaseUrl)) ?? databaseUrl
  const isProduction = options.production === true
  if (!isProduction)
    writeFileSync(path.join(folder, EMBEDDED_DATABASE_FILE), JSON.stringify({ databaseUrl: reachedBy, secret } satisfies EmbeddedDatabase))

  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const logFile = path.join(folder, 'server.log')
  const output = openSync(logFile, 'a')
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(port),
    SITE_URL: url,
    SOUK_DATA: folder,
    TRUSTED_PROXIES: '127.0.0.1',
    ...(isProduction && { DATABASE_URL: reachedBy, SOUK_SECRET: secret, SITE_URL: 'https://souk.test' }),
    ...environment,
  }
  const order: Program = { program: process.execPath, args: [path.resolve(SERVER_ENTRY)], env, stopSignal: 'SIGTERM' }
  const printed = () => readFileSync(logFile, 'utf8')
  let server: Kept
  async function start() {
    server = keep(order, { output })
    await untilReady(url, server, printed)
  }

  afterAll(async () => {
    await server.stop()
    const log = printed()
    closeSync(output)
    await drop()
    rmSync(folder, { recursive: true, force: true })
    expect(log).not.toMatch(UNCAUGHT)
  })
  await start()
  const ctx = await contextOn(testConfig({ databaseUrl, siteUrl: url, secret, SOUK_DATA: folder, demo: !isProduction }), {}, jobs)

  return {
    url,
    ctx,
    visitor: () => createClient(url),
    async as(actor, through = url) {
      const [user] = await ctx.db.select().from(users).where(eq(users.id, actor.userId!))
      const options = { persistent: false, twoFactor: actor.twoFactor }
      const { token } = await openSession(ctx, user!, { address: null, userAgent: null }, options)
      return createClient(through, { [isProduction ? '__Host-souk_session' : 'souk_session']: token })
    },
    printed,
    stop: () => server.stop(),
    kill: () => server.kill(),
    start,
  }
}

/** Somebody who comes by another address of the same servers, such as that of a proxy before them. */
export const visitorAt = (url: string): Client => createClient(url)

let people = 0

function createClient(url: string, given: Record<string, string> = {}): Client {
  const jar = new Map(Object.entries(given))
  const person = ++people
  const address = `10.${(person >> 16) & 255}.${(person >> 8) & 255}.${person & 255}`
  const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ')

  async function send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('x-forwarded-for', address)
    if (jar.size > 0 && !headers.has('cookie')) headers.set('cookie', cookies())
    const response = await fetch(new URL(path, url), { redirect: 'manual', ...init, headers })

    for (const line of response.headers.getSetCookie()) {
      const [pair, ...attributes] = line.split(';')
      const name = pair!.slice(0, pair!.indexOf('='))
      if (attributes.some((attribute) => attribute.trim() === 'Max-Age=0')) jar.delete(name)
      else jar.set(name, pair!.slice(name.length + 1))
    }
    return response
  }

  async function ask(method: string, path: string, body?: object, given: HeadersInit = {}): Promise<Answer> {
    const headers = new Headers({ accept: 'application/json', 'sec-fetch-site': 'same-origin', ...Object.fromEntries(new Headers(given)) })
    const isFile = body instanceof Uint8Array
    if (body && !isFile) headers.set('content-type', 'application/json')
    const response = await send(path, { method, headers, body: isFile ? new Uint8Array(body) : body && JSON.stringify(body) })
    const text = await response.text()
    const isJson = /^application\/([\w.+-]+\+)?json/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, body: text === '' ? null : isJson ? JSON.parse(text) : text, headers: response.headers }
  }

  return {
    get: (path, headers) => ask('GET', path, undefined, headers),
    post: (path, body, headers) => ask('POST', path, body, headers),
    put: (path, body, headers) => ask('PUT', path, body, headers),
    patch: (path, body, headers) => ask('PATCH', path, body, headers),
    delete: (path, body, headers) => ask('DELETE', path, body, headers),
    fetch: send,
    cookies,
    address,
  }
}

async function untilReady(url: string, server: Kept, printed: () => string): Promise<void> {
  let ended = false
  void server.ended.then(() => (ended = true))
  for (const end = Date.now() + READY_SECONDS * 1000; !(await isReady(url)); await pause(25)) {
    if (ended || Date.now() > end) throw new Error(`The server ${ended ? 'ended' : 'is not ready'}:\n${printed()}`)
  }
}

async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/readyz`).catch(() => null)
  return answer?.ok ?? false
}

/** A port that nobody listens on at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as net.AddressInfo
      server.close(() => resolve(port))
    })
  })
}
