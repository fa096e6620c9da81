import { spawn } from 'node:child_process'
import { loadConfig } from '#server/platform/config/load-config'
import { dataFolder, startEmbeddedParts, type EmbeddedParts } from './launch/embedded-parts'
import { say, step, title } from './launch/progress'
import { demoAccounts, seedDemoIfEmpty } from './souk/demo'
import { migrateEverything } from './souk/migrate-everything'

/** The app with hot reload, on the same embedded parts as `npm start`. */
title('Souk, for development')
let parts: EmbeddedParts | null = null
if (!process.env.DATABASE_URL) parts = await step('Database', () => startEmbeddedParts(dataFolder()))
const config = loadConfig()
await step('Migrations', () => migrateEverything(config))
if (config.demo) {
  await seedDemoIfEmpty(config)
  for (const { who, email, password } of demoAccounts()) say(`  ${who.padEnd(8)} ${email.padEnd(28)} ${password}`)
}

const nuxt = spawn(process.execPath, ['node_modules/nuxt/bin/nuxt.mjs', 'dev', '--port', String(config.PORT), '--host', config.host], {
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => nuxt.kill(signal))
nuxt.on('exit', async (code) => {
  await parts?.stop()
  process.exit(code ?? 0)
})
