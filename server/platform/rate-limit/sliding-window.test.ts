import { describe, expect, it } from 'vitest'
import { judge, type WindowCounts } from './sliding-window'

const limit = { max: 10, windowSeconds: 100 }

/** Attempts at these seconds, one after the other. */
function attempts(seconds: number[]) {
  let counts: WindowCounts | undefined
  return seconds.map((second) => {
    const judged = judge(counts, second * 1000, limit)
    counts = judged.counts
    return judged.verdict
  })
}
const times = (count: number, second: number) => Array.from({ length: count }, () => second)

describe('a sliding window', () => {
  it('does not allow the limit twice around the end of a fixed window', () => {
    const allowed = attempts([...times(10, 99), ...times(10, 101)]).filter((verdict) => verdict.allowed)
    expect(allowed).toHaveLength(10)
  })

  it('counts the previous window by the share of it that is left', () => {
    const allowed = attempts([...times(10, 50), ...times(10, 150)]).filter((verdict) => verdict.allowed)
    expect(allowed).toHaveLength(15)
  })

  it('forgets after two windows', () => {
    expect(attempts([...times(10, 50), 250]).at(-1)).toEqual({ allowed: true, remaining: 9, retryAfterSeconds: 0 })
  })

  it.each([[0], [30], [99], [150]])('says exactly when the next attempt fits, asked at second %i', (second) => {
    const filled = attempts([...times(10, 0), ...(second >= 100 ? times(10, second) : [])])
    expect(filled.some(({ allowed }) => allowed)).toBe(true)
    const spent = [...times(10, 0), ...times(11, second)]
    const refused = attempts(spent).at(-1)!
    expect(refused.allowed).toBe(false)

    expect(attempts([...spent, second + refused.retryAfterSeconds]).at(-1)!.allowed).toBe(true)
    expect(attempts([...spent, second + refused.retryAfterSeconds - 1.01]).at(-1)!.allowed).toBe(false)
  })

  it('is not moved by attempts that it refuses', () => {
    const patient = attempts([...times(10, 0), 120])
    const stubborn = attempts([...times(10, 0), ...times(200, 50), 120])
    expect(stubborn.at(-1)).toEqual(patient.at(-1))
  })
})
