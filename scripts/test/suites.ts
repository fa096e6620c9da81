import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { describeFailure, type Outcome } from './outcome'

export async function runVitest(projects: readonly string[], words: readonly string[], reportFile: string): Promise<Outcome> {
  const ending = await runProgram(
    'node_modules/vitest/vitest.mjs',
    [
      'run',
      ...projects.map((name) => `--project=${name}`),
      '--reporter=default',
      '--reporter=./scripts/test/outcome-reporter.ts',
      ...words,
    ],
    { SOUK_TEST_OUTCOME: reportFile },
  )
  return accountFor(ending, read<Outcome>(reportFile))
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[]
  specs: { file: string; title: string; tests: { projectName: string; status: string; results: { errors: { message?: string }[] }[] }[] }[]
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  suites: PlaywrightSuite[]
  errors: { message?: string }[]
}

const brokenIn = ({ specs, suites = [] }: PlaywrightSuite): string[] => [
  ...specs.flatMap(({ file, title, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ projectName, results }) =>
        describeFailure(
          `${file}: ${title} (${projectName})`,
          results.flatMap(({ errors }) => errors),
        ),
      ),
  ),
  ...suites.flatMap(brokenIn),
]

export async function runPlaywright(words: readonly string[], reportFile: string): Promise<Outcome> {
  const ending = await runProgram('node_modules/@playwright/test/cli.js', ['test', '--reporter=list,json', ...words], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile,
  })
  const report = read<PlaywrightReport>(reportFile)
  return accountFor(
    ending,
    report && {
      passed: report.stats.expected,
      failed: report.stats.unexpected + report.stats.flaky,
      skipped: report.stats.skipped,
      broken: [...report.suites.flatMap(brokenIn), ...report.errors.map((error) => describeFailure('outside of any test', [error]))],
    },
  )
}

/** A runner that is unhappy without a failed test, or that left no report, is a failure too. */
function accountFor({ how, lastWords }: Ending, outcome: Outcome | null): Outcome {
  if (outcome && (how === 0 || outcome.failed > 0)) return outcome
  const known = outcome ?? { passed: 0, skipped: 0, broken: [] }
  const name = `a suite that ended with ${how} and ${outcome ? 'no failed test' : 'no report'}`
  return { ...known, failed: 1, broken: [...known.broken, describeFailure(name, [{ message: lastWords }])] }
}

const read = <Report>(file: string): Report | null => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : null)

interface Ending {
  how: number | NodeJS.Signals
  /** The end of what it complained about. */
  lastWords: string
}

const MOST_LAST_WORDS = 600

let running = 0

/** Runs a program of node_modules on this Node. Whoever ends this process ends all that run, and there is no next one. */
function runProgram(file: string, args: string[], env: Record<string, string> = {}): Promise<Ending> {
  running++
  const child = spawn(process.execPath, [file, ...args], { stdio: ['inherit', 'inherit', 'pipe'], env: { ...process.env, ...env } })
  let lastWords = ''
  child.stderr.on('data', (chunk: Buffer) => {
    process.stderr.write(chunk)
    lastWords = (lastWords + chunk.toString()).slice(-MOST_LAST_WORDS)
  })
  let told: NodeJS.Signals | null = null
  const passOn = (signal: NodeJS.Signals) => {
    told = signal
    // Ctrl-C reaches the whole group without us; it is also what Playwright ends its server by, and nothing else is.
    if (signal !== 'SIGINT') child.kill('SIGINT')
  }
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, passOn)

  return new Promise((resolve) => {
    child.on('exit', (code, signal) => {
      for (const signal of signals) process.off(signal, passOn)
      running--
      if (!told) resolve({ how: code ?? signal ?? 1, lastWords })
      else if (running === 0) process.exit(1)
    })
  })
}
