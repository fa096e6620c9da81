import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { loadConfig } from '#server/platform/config/load-config'
import { startEmbeddedParts } from '../../scripts/launch/embedded-parts'
import { keep, type Kept } from '../../scripts/launch/keep'
import { run } from '../../scripts/launch/run'
import { seedDemoIfEmpty } from '../../scripts/souk/demo'
import { migrateEverything } from '../../scripts/souk/migrate-everything'
import { addressOf, places, type Place } from './e2e-places'

/** The demo marketplace as `npm start` makes it, stocked once, copied for each worker, on folders that go when this ends. */
const all = places(1)
process.on('exit', () => {
  for (const { folder } of all) rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
})

await run(async ({ onStop, end }) => {
  const [first, ...others] = all as [Place, ...Place[]]
  await stock(first)
  // Postgres wants its files with the owner that they have.
  for (const { folder } of others) execFileSync('cp', ['-a', first.folder, folder])
  // Whoever waits for the first finds them all.
  for (const place of [...others, first]) {
    const launcher = serve(place)
    onStop(launcher.stop)
    while (!(await isReady(place))) await pause(100)
    void launcher.ended.then((code) => end(1, `A marketplace ended by itself (exit code ${code}).`))
  }
  await new Promise(() => {})
})

async function stock({ folder }: Place): Promise<void> {
  process.env.SOUK_DATA = folder
  const parts = await startEmbeddedParts(folder)
  try {
    const config = loadConfig()
    await migrateEverything(config)
    await seedDemoIfEmpty(config)
  } finally {
    await parts.stop()
  }
}

function serve(place: Place): Kept {
  const env = { ...process.env, PORT: String(place.port), SITE_URL: addressOf(place), SOUK_DATA: place.folder }
  const args = ['--import', './scripts/typescript.mjs', 'scripts/start.ts']
  return keep({ program: process.execPath, args, env, stopSignal: 'SIGTERM' }, { output: 'inherit' })
}

async function isReady(place: Place): Promise<boolean> {
  return (await fetch(`${addressOf(place)}/readyz`).catch(() => null))?.ok ?? false
}
