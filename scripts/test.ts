import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { NOT_YET } from '../tests/security/not-yet'
import { forgetMissingPrograms, missingPrograms, needs } from '../tests/support/needs'
import type { Program } from './machine/find-program'
import { whenAbandoned } from './launch/abandonment'
import { buildApp, buildIsStale } from './launch/production-build'
import { say, step } from './launch/progress'
import { sum, type Outcome } from './test/outcome'
import { runPlaywright, runVitest } from './test/suites'

/** Every suite by name: projects of vitest, and the browser's journeys. */
const PROJECTS = ['unit', 'domain', 'api', 'security', 'component', 'faults', 'launch']
const BROWSER = 'e2e'
const NEED_BUILD = ['api', 'security', 'faults', 'launch', BROWSER]
/** It goes through its files one by one, and waits more than it works: the browser has time beside it. What is timed has not. */
const BESIDE_BROWSER = ['faults']

const UNTESTED: Record<Program, string> = {
  chromium: 'journeys in a browser',
  'redis-server': 'everything that Redis does between nodes',
  nginx: 'several nodes behind one address',
}

/**
 * `npm test` runs everything; `npm test -- domain server/domains/cart` one suite, and in it what the rest names.
 * `npm run fuzz -- 20000 42` sends that many hostile requests, made from that seed.
 * What the machine lacks is skipped and named at the end; with SOUK_REQUIRE_ALL=1 nothing may be skipped.
 */
const words = process.argv.slice(2)
const firstOther = words.findIndex((word) => word !== BROWSER && !PROJECTS.includes(word))
const named = firstOther === -1 ? words : words.slice(0, firstOther)
const rest = words.slice(named.length)
const suites = named.length > 0 ? named : [...PROJECTS, BROWSER]
if (named.length === 0 && rest.length > 0) {
  say(`There is no suite ${rest[0]}. There are: ${[...PROJECTS, BROWSER].join(', ')}.`)
  process.exit(2)
}

whenAbandoned(() => process.kill(process.pid, 'SIGTERM'))

const reports = mkdtempSync(path.join(os.tmpdir(), 'souk-reports-'))
try {
  process.exitCode = await run()
} finally {
  rmSync(reports, { recursive: true, force: true })
}

async function run(): Promise<number> {
  forgetMissingPrograms()
  if (suites.some((suite) => NEED_BUILD.includes(suite)) && buildIsStale()) await step('Building the app', () => buildApp())

  const projects = suites.filter((suite) => suite !== BROWSER)
  // Words narrow all projects at once: apart, one of them would find nothing to run.
  const isApart = (project: string) => rest.length === 0 && BESIDE_BROWSER.includes(project)
  const first = await vitest(
    'first',
    projects.filter((project) => !isApart(project)),
  )
  const others = await Promise.all([vitest('apart', projects.filter(isApart)), browser()])
  return conclude(sum([...first, ...others.flat()]))
}

async function vitest(name: string, projects: readonly string[]): Promise<Outcome[]> {
  return projects.length > 0 ? [await runVitest(projects, rest, path.join(reports, `${name}.json`))] : []
}

async function browser(): Promise<Outcome[]> {
  if (!suites.includes(BROWSER) || !needs('chromium')) return []
  return [await runPlaywright(rest, path.join(reports, 'playwright.json'))]
}

function conclude({ passed, failed, skipped, broken }: Outcome): number {
  const missing = missingPrograms()
  const mayNotSkip = process.env.SOUK_REQUIRE_ALL === '1'
  const refused = mayNotSkip ? skipped + missing.length : 0

  say()
  if (suites.includes('security')) for (const [item, reason] of Object.entries(NOT_YET)) say(`not shown here  ${item}: ${reason}`)
  if (suites.includes('domain') && !process.env.STRIPE_TEST_KEY) say("not shown here  Stripe's own test mode: needs STRIPE_TEST_KEY")
  if (missing.length > 0) {
    const untested = missing.map((program) => `${UNTESTED[program]} (no ${program})`).join(', ')
    say(`NOT TESTED: ${untested}. To test it too: apt-get install ${missing.join(' ')}`)
  } else if (skipped > 0) say(`SKIPPED: ${skipped} tests`)
  if (refused > 0) say('SOUK_REQUIRE_ALL=1: what is skipped counts as failed.')
  for (const name of broken) say(`FAILED: ${name}`)
  say(`${passed} passed, ${failed + refused} failed`)
  return failed + refused > 0 || passed === 0 ? 1 : 0
}
