import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { buildApp, buildIsStale } from './launch/production-build'
import { say, step } from './launch/progress'
import { sum, type Outcome } from './test/outcome'
import { runVitest } from './test/suites'

/** What is tried at its full size, by theme: projects of vitest, and what narrows them. */
const THEMES: Record<string, [project: string, words: string[]][]> = {
  checkout: [
    ['faults', ['tests/faults/checkout.test.ts', 'tests/faults/postgres-killed.test.ts', 'tests/faults/stripe.test.ts']],
    ['domain', ['-t', '^.*\\bF(19|20|21)\\b']],
  ],
  chat: [['faults', ['tests/faults/chat.test.ts']]],
  model: [['domain', ['tests/model']]],
}

/** `npm run faults -- checkout`: every scenario at its full size; `npm test` has them small. SOUK_SEED repeats a run. */
const [theme = '', ...others] = process.argv.slice(2)
const chosen = THEMES[theme]
if (!chosen || others.length > 0) {
  say(`Say what is to be broken: ${Object.keys(THEMES).join(', ')}.`)
  process.exit(2)
}
process.env.SOUK_FAULTS = 'long'

if (theme !== 'model' && buildIsStale()) await step('Building the app', () => buildApp())
const reports = mkdtempSync(path.join(os.tmpdir(), 'souk-faults-'))
try {
  const outcomes: Outcome[] = []
  for (const [project, words] of chosen) outcomes.push(await runVitest([project], words, path.join(reports, `${project}.json`)))
  const { passed, failed, broken } = sum(outcomes)
  for (const name of broken) say(`FAILED: ${name}`)
  say(`${passed} passed, ${failed} failed`)
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0
} finally {
  rmSync(reports, { recursive: true, force: true })
}
