import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ConfigError, loadConfig } from '#server/platform/config/load-config'
import type { Config } from '#server/platform/config/config'
import { dataFolder, noteLauncher, startEmbeddedParts, type EmbeddedParts } from './launch/embedded-parts'
import { nextFreePort } from './launch/free-port'
import { keep, type Kept } from './launch/keep'
import { buildIsStale, runBuild, SERVER_ENTRY } from './launch/production-build'
import { say, step, title } from './launch/progress'
import { demoAccounts, seedDemoIfEmpty } from './souk/demo'
import { migrateEverything } from './souk/migrate-everything'

const READY_SECONDS = 60

let parts: EmbeddedParts | null = null
let server: Kept | null = null
let stopping = false

process.on('SIGINT', () => void shutDown(0))
process.on('SIGTERM', () => void shutDown(0))
process.on('SIGHUP', () => void shutDown(0))

try {
  await start()
} catch (error) {
  say(`\n${error instanceof ConfigError ? error.message : `Souk could not start. ${error instanceof Error ? error.message : error}`}\n`)
  await shutDown(1)
}

async function start(): Promise<void> {
  title('Souk')
  if (!process.env.DATABASE_URL && !process.env.DATABASE_URL_FILE) parts = await step('Database', () => startEmbeddedParts(dataFolder()))
  const config = loadConfig()
  await step('Migrations', () => migrateEverything(config))
  const building = buildIsStale() ? step('Building the app (once, about a minute)', runBuild) : Promise.resolve()
  await Promise.all([building, config.demo ? seedDemoIfEmpty(config) : null])

  const port = await nextFreePort(config.PORT, config.host)
  if (port !== config.PORT) say(`  Port ${config.PORT} is taken by another program; using ${port}.`)
  const address = await step('Server', () => serve(config, port))
  if (config.demo) noteLauncher(dataFolder(), address)
  announce(config, address)

  const code = await server!.ended
  if (!stopping) {
    say(`The server ended (exit code ${code}).`)
    await shutDown(1)
  }
}

async function serve(config: Config, port: number): Promise<string> {
  const address = config.demo ? `http://${config.host === '0.0.0.0' ? 'localhost' : config.host}:${port}` : config.siteUrl
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    HOST: config.host,
    PORT: String(port),
    ...(config.demo && !config.SITE_URL && { SITE_URL: address }),
  }
  server = keep({ program: process.execPath, args: [path.resolve(SERVER_ENTRY)], env, stopSignal: 'SIGTERM' }, { output: 'inherit' })

  let ended = false
  void server.ended.then(() => (ended = true))
  const local = `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${port}/readyz`
  for (const end = Date.now() + READY_SECONDS * 1000; !(await isReady(local)); await pause(50)) {
    if (ended) throw new Error('The server ended while it started; its last lines are above.')
    if (Date.now() > end) throw new Error(`The server was not ready within ${READY_SECONDS} seconds.`)
  }
  return address
}

async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(url).catch(() => null)
  return answer?.ok ?? false
}

function announce(config: Config, address: string): void {
  title(`Your marketplace: ${address}`)
  if (!config.demo) {
    say('  The first admin: npm run souk -- admin create you@example.com\n')
    return
  }

  for (const { who, email, password } of demoAccounts()) say(`  ${who.padEnd(8)} ${email.padEnd(28)} ${password}`)
  say()
  say('  The admin also needs a code:   npm run souk -- demo code')
  say(`  Mails land at:                 ${address}/dev/mail`)
  say('  Pay with the test card:        4242 4242 4242 4242')
  say(`\n  This is a demonstration: everything lives in ${dataFolder()}, payments are not real. Stop with Ctrl-C.\n`)
}

/** Server first, so that it can finish what it has begun, then the database. */
async function shutDown(code: number): Promise<void> {
  if (stopping) return
  stopping = true
  await server?.stop()
  await parts?.stop()
  process.exit(code)
}
