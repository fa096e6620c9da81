import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { buildApp, buildIsStale } from './launch/production-build'
import { say, step } from './launch/progress'
import { sum } from './test/outcome'
import { runVitest } from './test/suites'

/** What is broken on purpose, by theme: files of the faults, and scenarios by number that need no running app. */
const THEMES: Record<string, { files: string[]; scenarios: string }> = {
  checkout: {
    files: ['tests/faults/checkout.test.ts', 'tests/faults/postgres-killed.test.ts', 'tests/faults/stripe.test.ts'],
    scenarios: '^.*\\bF(19|20|21)\\b',
  },
}

/** `npm run faults -- checkout`: every scenario at its full size; `npm test` has them small. SOUK_SEED repeats a run. */
const [theme = '', ...others] = process.argv.slice(2)
const chosen = THEMES[theme]
if (!chosen || others.length > 0) {
  say(`Say what is to be broken: ${Object.keys(THEMES).join(', ')}.`)
  process.exit(2)
}
process.env.SOUK_FAULTS = 'long'

if (buildIsStale()) await step('Building the app', () => buildApp())
const reports = mkdtempSync(path.join(os.tmpdir(), 'souk-faults-'))
try {
  const { passed, failed, broken } = sum([
    await runVitest(['faults'], chosen.files, path.join(reports, 'faults.json')),
    await runVitest(['domain'], ['-t', chosen.scenarios], path.join(reports, 'domain.json')),
  ])
  for (const name of broken) say(`FAILED: ${name}`)
  say(`${passed} passed, ${failed} failed`)
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0
} finally {
  rmSync(reports, { recursive: true, force: true })
}
