/** The answer to one attempt against a limit. */
export interface RateLimitVerdict {
  allowed: boolean
  remaining: number
  /** Whole seconds until an attempt may succeed again; 0 when allowed. */
  retryAfterSeconds: number
}

/** Counts attempts per key in a sliding window. While Redis is away each node counts for itself. */
export interface RateLimiter {
  /** Counts one attempt. `key` names the limit and whom it counts, for example `sign-in:address:10.0.0.1`. */
  attempt(key: string, limit: { max: number; windowSeconds: number }): Promise<RateLimitVerdict>
  close(): Promise<void>
}
