import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Config } from '#server/platform/config/config'
import { loadConfig } from '#server/platform/config/load-config'
import { noteLauncher, startEmbeddedParts } from './launch/embedded-parts'
import { dataFolder, hasOwnDatabase, loadEnvironmentFile } from './launch/environment'
import { nextFreePort } from './launch/free-port'
import { keep } from './launch/keep'
import { buildApp, buildIsStale, SERVER_ENTRY } from './launch/production-build'
import { say, step, title } from './launch/progress'
import { Refusal } from './launch/refusal'
import { run, type Run } from './launch/run'
import { announceDemo, forgetUnfinishedDemo, seedDemoIfEmpty } from './souk/demo'
import { migrateEverything } from './souk/migrate-everything'

const READY_SECONDS = 60

/** Everything that a marketplace needs, from the database to the server, until somebody stops it. */
await run(async (run) => {
  loadEnvironmentFile()
  title('Souk')
  const parts = hasOwnDatabase() ? null : await step('Database', () => startEmbeddedParts(dataFolder()))
  if (parts) run.onStop(parts.stop)
  const config = loadConfig()
  if (parts) await forgetUnfinishedDemo(parts)
  await step('Migrations', () => migrateEverything(config))
  await Promise.all([
    buildIsStale() ? step('Building the app (once, about a minute)', () => buildApp({ onStart: run.onStop })) : null,
    config.demo ? seedDemoIfEmpty(config) : null,
  ])

  const port = await nextFreePort(config.PORT, config.host)
  if (config.PORT && port !== config.PORT) say(`  Port ${config.PORT} is taken by another program; using ${port}.`)
  const server = await step('Server', () => serve(config, port, run))
  if (parts) noteLauncher(dataFolder(), server.address)
  announce(config, server.address)

  await Promise.race([
    server.ended.then((code) => run.end(1, `The server ended by itself (exit code ${code}).`)),
    parts?.ended.then(() => run.end(1, 'The database ended by itself.')) ?? new Promise(() => {}),
  ])
})

async function serve(config: Config, port: number, { onStop }: Run): Promise<{ address: string; ended: Promise<number> }> {
  const host = config.host.includes(':') ? `[${config.host}]` : config.host
  // Browsers make passkeys for a name, and for no bare address.
  const isHere = ['127.0.0.1', '0.0.0.0', '[::]'].includes(host)
  const address = config.demo && !config.SITE_URL ? `http://${isHere ? 'localhost' : host}:${port}` : config.siteUrl
  const { PORT_FILE: _, HOST_FILE: __, ...given } = process.env
  const env = {
    ...given,
    ...(config.demo && !given.LOG_LEVEL && { LOG_LEVEL: 'warn' }),
    NODE_ENV: 'production',
    HOST: config.host,
    PORT: String(port),
    ...(config.demo && siteOf(address, given)),
  }
  const server = keep({ program: process.execPath, args: [path.resolve(SERVER_ENTRY)], env, stopSignal: 'SIGTERM' }, { output: 'inherit' })
  onStop(server.stop)

  let ended = false
  void server.ended.then(() => (ended = true))
  const probe = `http://${isHere ? 'localhost' : host}:${port}/readyz`
  for (const end = Date.now() + READY_SECONDS * 1000; !(await isReady(probe)); await pause(50)) {
    if (ended) throw new Refusal('The server ended while it started; its last lines are above.')
    if (Date.now() > end) throw new Refusal(`The server was not ready within ${READY_SECONDS} seconds.`)
  }
  return { address, ended: server.ended }
}

/** The demo's address follows the port that was free, unless somebody set it. */
function siteOf(address: string, given: NodeJS.ProcessEnv): { SITE_URL?: string } {
  return given.SITE_URL || given.SITE_URL_FILE ? {} : { SITE_URL: address }
}

async function isReady(url: string): Promise<boolean> {
  const answer = await fetch(url).catch(() => null)
  return answer?.ok ?? false
}

function announce(config: Config, address: string): void {
  title(`Your marketplace: ${address}`)
  if (config.demo) announceDemo(address)
  else say('  The first admin: npm run souk -- admin create you@example.com\n')
}
