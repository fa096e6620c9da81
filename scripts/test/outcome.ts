import { stripVTControlCharacters } from 'node:util'

export interface Outcome {
  passed: number
  failed: number
  skipped: number
  /** What failed, each with its name and why. */
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

const MOST_LINES = 12

/** The name of what failed with the beginnings of its errors, which are all that is read where a log is cut. */
export function describeFailure(name: string, errors: readonly { message?: string }[]): string {
  const lines = errors.flatMap(({ message = '' }) => stripVTControlCharacters(message).split('\n').slice(0, MOST_LINES))
  return [name, ...lines.filter((line) => line.trim() !== '')].join('\n    ')
}
