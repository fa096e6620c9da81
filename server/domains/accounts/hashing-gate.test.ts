import { expect, it } from 'vitest'
import { AT_ONCE, throughHashingGate } from './hashing-gate'

it('lets a few in at once, a hundred wait, and refuses the rest', async () => {
  let inside = 0
  let most = 0
  let release = () => {}
  const opened = new Promise<void>((resolve) => (release = resolve))
  const work = async () => {
    most = Math.max(most, ++inside)
    await opened
    inside--
  }

  const results = Promise.allSettled(Array.from({ length: 120 }, () => throughHashingGate(work)))
  release()

  const refused = (await results).filter((result) => result.status === 'rejected')
  expect(most).toBe(AT_ONCE)
  expect(refused).toHaveLength(20 - AT_ONCE)
  expect(refused[0]).toMatchObject({ reason: { kind: 'unavailable', code: 'accounts.too_busy', details: { retryAfterSeconds: 2 } } })
})

it('goes on after work that failed', async () => {
  const failing = () => Promise.reject(new Error('no'))
  await Promise.allSettled(Array.from({ length: 5 }, () => throughHashingGate(failing)))

  expect(await throughHashingGate(async () => 'through')).toBe('through')
})

it('rests after each work, twice as long as that took', async () => {
  const work = () => new Promise<number>((resolve) => setTimeout(() => resolve(performance.now()), 20))
  const ends = await Promise.all(Array.from({ length: AT_ONCE + 1 }, () => throughHashingGate(work)))

  expect(ends.at(-1)! - ends[0]!).toBeGreaterThan(55)
})
