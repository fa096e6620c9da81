import type { RateLimiter } from '#server/platform/rate-limit/rate-limit'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'

/** What every driver of the rate limiter promises. */
export function rateLimitContract(limiter: () => RateLimiter): void {
  let people = 0
  const somebody = () => `test:${process.pid}:${people++}`
  const attempts = async (key: string, count: number, limit: { max: number; windowSeconds: number }) => {
    const verdicts = []
    for (let n = 0; n < count; n++) verdicts.push(await limiter().attempt(key, limit))
    return verdicts
  }

  it('allows as many attempts as the limit and refuses the next, saying when to come back', async () => {
    const verdicts = await attempts(somebody(), 4, { max: 3, windowSeconds: 900 })
    expect(verdicts.map(({ allowed, remaining }) => [allowed, remaining])).toEqual([
      [true, 2],
      [true, 1],
      [true, 0],
      [false, 0],
    ])
    expect(verdicts[2]!.retryAfterSeconds).toBe(0)
    expect(verdicts[3]!.retryAfterSeconds).toBeGreaterThanOrEqual(1)
    expect(verdicts[3]!.retryAfterSeconds).toBeLessThanOrEqual(2 * 900)
    expect(Number.isInteger(verdicts[3]!.retryAfterSeconds)).toBe(true)
  })

  it('counts each key by itself', async () => {
    const [one, other] = [somebody(), somebody()]
    await attempts(one, 2, { max: 1, windowSeconds: 60 })
    expect((await limiter().attempt(other, { max: 1, windowSeconds: 60 })).allowed).toBe(true)
  })

  it('lets people in again after as long as it said, also those who kept trying', async () => {
    const key = somebody()
    const limit = { max: 2, windowSeconds: 1 }
    await attempts(key, 2, limit)
    let verdict = await limiter().attempt(key, limit)
    expect(verdict.allowed).toBe(false)
    const promised = Date.now() + verdict.retryAfterSeconds * 1000
    while (Date.now() < promised) {
      await pause(50)
      verdict = await limiter().attempt(key, limit)
      if (verdict.allowed) break
    }
    if (!verdict.allowed) verdict = await limiter().attempt(key, limit)
    expect(verdict.allowed).toBe(true)
  })

  it('counts simultaneous attempts one by one', async () => {
    const key = somebody()
    const verdicts = await Promise.all(Array.from({ length: 50 }, () => limiter().attempt(key, { max: 10, windowSeconds: 600 })))
    expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(10)
  })

  it('allows nothing where nothing is allowed', async () => {
    expect((await limiter().attempt(somebody(), { max: 0, windowSeconds: 60 })).allowed).toBe(false)
  })
}
