import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

export interface Outcome {
  passed: number
  failed: number
  skipped: number
  /** The names of those that failed, as far as they are known. */
  broken: string[]
}

export const sum = (outcomes: readonly Outcome[]): Outcome =>
  outcomes.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped,
      broken: [...total.broken, ...one.broken],
    }),
    { passed: 0, failed: 0, skipped: 0, broken: [] },
  )

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: { name: string; status: string; assertionResults: { status: string; fullName: string }[] }[]
}

export async function runVitest(projects: readonly string[], words: readonly string[], reportFile: string): Promise<Outcome> {
  const options = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
  const code = await runProgram('node_modules/vitest/vitest.mjs', [
    'run',
    ...projects.map((name) => `--project=${name}`),
    ...options,
    ...words,
  ])
  return accountFor(code, read<VitestReport>(reportFile), vitestOutcome)
}

/** A file that could not be loaded counts as one failure, since nobody knows how many tests are in it. */
function vitestOutcome(report: VitestReport): Outcome {
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
    broken: report.testResults.flatMap(({ name, status, assertionResults }) => {
      const tests = assertionResults.filter((test) => test.status === 'failed').map(({ fullName }) => fullName)
      const file = path.relative('', name)
      return status === 'failed' && tests.length === 0 ? [file] : tests.map((test) => `${file}: ${test}`)
    }),
  }
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[]
  specs: { file: string; title: string; tests: { projectName: string; status: string }[] }[]
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
  suites: PlaywrightSuite[]
}

const brokenIn = ({ specs, suites = [] }: PlaywrightSuite): string[] => [
  ...specs.flatMap(({ file, title, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ projectName }) => `${file}: ${title} (${projectName})`),
  ),
  ...suites.flatMap(brokenIn),
]

export async function runPlaywright(words: readonly string[], reportFile: string): Promise<Outcome> {
  const code = await runProgram('node_modules/@playwright/test/cli.js', ['test', '--reporter=list,json', ...words], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile,
  })
  return accountFor(code, read<PlaywrightReport>(reportFile), ({ stats, suites }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
    broken: suites.flatMap(brokenIn),
  }))
}

/** A runner that is unhappy without a failed test, or that left no report, is a failure too. */
function accountFor<Report>(code: number, report: Report | null, outcomeOf: (report: Report) => Outcome): Outcome {
  if (!report) return { passed: 0, failed: 1, skipped: 0, broken: ['a suite that left no report'] }
  const outcome = outcomeOf(report)
  return code !== 0 && outcome.failed === 0 ? { ...outcome, failed: 1 } : outcome
}

const read = <Report>(file: string): Report | null => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : null)

/** Runs a program of node_modules on this Node. Whoever ends this process ends it too, and there is no next one. */
function runProgram(file: string, args: string[], env: Record<string, string> = {}): Promise<number> {
  const child = spawn(process.execPath, [file, ...args], { stdio: 'inherit', env: { ...process.env, ...env } })
  let told: NodeJS.Signals | null = null
  const passOn = (signal: NodeJS.Signals) => {
    told = signal
    // Ctrl-C reaches the whole group without us.
    if (signal !== 'SIGINT') child.kill(signal)
  }
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, passOn)

  return new Promise((resolve) => {
    child.on('exit', (code) => {
      for (const signal of signals) process.off(signal, passOn)
      if (told) process.exit(1)
      resolve(code ?? 1)
    })
  })
}
