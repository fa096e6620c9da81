import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'
import { describeFailure, type Outcome } from './outcome'

/** Leaves the outcome of a run of vitest in the file that SOUK_TEST_OUTCOME names. */
export default class OutcomeReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const broken = [...modules.flatMap(brokenIn), ...unhandled.map((error) => describeFailure('outside of any test', [withStack(error)]))]
    const states = modules.flatMap((module) => [...module.children.allTests()].map((test) => test.result().state))
    const outcome: Outcome = {
      passed: states.filter((state) => state === 'passed').length,
      failed: broken.length,
      skipped: states.filter((state) => state === 'skipped' || state === 'pending').length,
      broken,
    }
    writeFileSync(process.env.SOUK_TEST_OUTCOME!, JSON.stringify(outcome))
  }
}

/** A file that could not be loaded, or a hook that failed, counts once: nobody knows how many tests are behind it. */
function brokenIn(module: TestModule): string[] {
  const file = path.relative('', module.moduleId)
  const failed = [...module.children.allTests('failed')].map((test) =>
    describeFailure(`${file}: ${test.fullName}`, test.result().errors ?? []),
  )
  const hooks = [...module.children.allSuites()].filter((suite) => suite.errors().length > 0)
  return [
    ...failed,
    ...hooks.map((suite) => describeFailure(`${file}: ${suite.fullName}`, suite.errors())),
    ...(module.errors().length > 0 ? [describeFailure(file, module.errors())] : []),
  ]
}

/** What nobody waited for is found by its stack alone. */
const withStack = ({ message, stack }: SerializedError) => ({ message: stack ?? message })
