/** A cache that may forget anything at any time. Values are JSON. */
export interface Cache {
  /** The stored value, or null when it is absent, too old, or the cache is away. Never throws. */
  get<T>(key: string): Promise<T | null>
  /** Stores for at most `ttlSeconds`. Never throws: a cache that is away stores nothing. */
  set<T>(key: string, value: T, ttlSeconds: number): Promise<void>
  delete(key: string): Promise<void>
  /** False while the real part behind it is away; the embedded driver is always there. */
  isHealthy(): boolean
  close(): Promise<void>
}
