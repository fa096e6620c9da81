import { loadConfig } from '#server/platform/config/load-config'
import { noteLauncher, startEmbeddedParts } from './launch/embedded-parts'
import { dataFolder, hasOwnDatabase, loadEnvironmentFile } from './launch/environment'
import { nextFreePort } from './launch/free-port'
import { keep } from './launch/keep'
import { say, step, title } from './launch/progress'
import { run } from './launch/run'
import { announceDemo, forgetUnfinishedDemo, seedDemoIfEmpty } from './souk/demo'
import { migrateEverything } from './souk/migrate-everything'

/** The app with hot reload, on the same embedded parts as `npm start`. */
await run(async ({ onStop, end }) => {
  loadEnvironmentFile()
  title('Souk, for development')
  const parts = hasOwnDatabase() ? null : await step('Database', () => startEmbeddedParts(dataFolder()))
  if (parts) onStop(parts.stop)
  const config = loadConfig()
  if (parts) await forgetUnfinishedDemo(parts)
  await step('Migrations', () => migrateEverything(config))
  if (config.demo) await seedDemoIfEmpty(config)

  const port = await nextFreePort(config.PORT, config.host)
  if (config.PORT && port !== config.PORT) say(`  Port ${config.PORT} is taken by another program; using ${port}.`)
  const address = `http://${config.host}:${port}`
  if (parts) noteLauncher(dataFolder(), address)
  if (config.demo) announceDemo(address)

  const { PORT_FILE: _, HOST_FILE: __, ...given } = process.env
  const args = ['node_modules/nuxt/bin/nuxt.mjs', 'dev', '--port', String(port), '--host', config.host]
  const env = { ...given, PORT: String(port), HOST: config.host }
  const nuxt = keep({ program: process.execPath, args, env, stopSignal: 'SIGTERM' }, { output: 'inherit' })
  onStop(nuxt.stop)
  await end((await nuxt.ended) && 1)
})
