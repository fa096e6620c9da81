import type { RateLimitVerdict } from './rate-limit'

/** The allowed attempts of the running fixed window and of the one before it. */
export interface WindowCounts {
  window: number
  current: number
  previous: number
}

/**
 * One attempt against a sliding window, estimated from two fixed ones: the previous window counts by
 * the share of it that still lies within the last `windowSeconds`. Refused attempts are not counted, so
 * a person who keeps trying is let in as soon as one who waits. The Redis driver has the same rules in Lua.
 */
export function judge(
  known: WindowCounts | undefined,
  nowMs: number,
  limit: { max: number; windowSeconds: number },
): { verdict: RateLimitVerdict; counts: WindowCounts } {
  const windowMs = limit.windowSeconds * 1000
  const window = Math.floor(nowMs / windowMs)
  const elapsed = (nowMs % windowMs) / windowMs
  const counts = moveTo(window, known)

  const used = counts.previous * (1 - elapsed) + counts.current
  if (used + 1 <= limit.max) {
    const remaining = Math.max(0, Math.floor(limit.max - used - 1))
    return { verdict: { allowed: true, remaining, retryAfterSeconds: 0 }, counts: { ...counts, current: counts.current + 1 } }
  }

  const windowsToWait = shareUntilFree(counts, elapsed, limit.max)
  const retryAfterSeconds = Math.max(1, Math.ceil(windowsToWait * limit.windowSeconds))
  return { verdict: { allowed: false, remaining: 0, retryAfterSeconds }, counts }
}

function moveTo(window: number, known: WindowCounts | undefined): WindowCounts {
  if (known?.window === window) return known
  return { window, current: 0, previous: known?.window === window - 1 ? known.current : 0 }
}

/** How much of a window passes until one more attempt fits. */
function shareUntilFree({ current, previous }: WindowCounts, elapsed: number, max: number): number {
  const room = max - 1
  if (room < 0) return 1
  if (current <= room) return 1 - (room - current) / previous - elapsed
  return 1 - elapsed + (1 - room / current)
}
