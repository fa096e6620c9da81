import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { buildApp, buildIsStale } from './launch/production-build'
import { say, step } from './launch/progress'
import { runVitest } from './test/suites'

/** `npm run fuzz -- [how many] [seed]`: hostile requests made of the API's own document, against the built server. */
const [requests = '20000', seed] = process.argv.slice(2)
process.env.SOUK_FUZZ_REQUESTS = requests
if (seed) process.env.SOUK_FUZZ_SEED = seed

if (buildIsStale()) await step('Building the app', () => buildApp())
const reports = mkdtempSync(path.join(os.tmpdir(), 'souk-fuzz-'))
try {
  const { passed, failed } = await runVitest(['security'], ['tests/security/fuzz'], path.join(reports, 'vitest.json'))
  say(`${passed} passed, ${failed} failed`)
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0
} finally {
  rmSync(reports, { recursive: true, force: true })
}
