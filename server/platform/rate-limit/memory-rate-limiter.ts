import { LRUCache } from 'lru-cache'
import type { RateLimiter } from './rate-limit'
import { judge, type WindowCounts } from './sliding-window'

const MOST_KEYS = 100_000

/** Counts in this process; the least recently seen keys are forgotten first, so memory stays bounded. */
export function createMemoryRateLimiter({ nowMs = Date.now }: { nowMs?: () => number } = {}): RateLimiter {
  const counts = new LRUCache<string, WindowCounts>({ max: MOST_KEYS })

  return {
    async attempt(key, limit) {
      const { verdict, counts: next } = judge(counts.get(key), nowMs(), limit)
      counts.set(key, next)
      return verdict
    },
    async close() {
      counts.clear()
    },
  }
}
