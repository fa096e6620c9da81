import { LRUCache } from 'lru-cache'
import type { Cache } from './cache'

const MEGABYTE = 1024 * 1024

/** A cache in this process. Values are kept as JSON, so a caller that changes what it got changes nobody else's. */
export function createMemoryCache({ maxBytes = 32 * MEGABYTE }: { maxBytes?: number } = {}): Cache {
  const entries = new LRUCache<string, string>({
    maxSize: maxBytes,
    sizeCalculation: (value, key) => 2 * (value.length + key.length) + 64,
  })

  return {
    async get<T>(key: string) {
      const stored = entries.get(key)
      return stored === undefined ? null : (JSON.parse(stored) as T)
    },
    async set(key, value, ttlSeconds) {
      entries.set(key, JSON.stringify(value), { ttl: ttlSeconds * 1000 })
    },
    async delete(key) {
      entries.delete(key)
    },
    isHealthy: () => true,
    async close() {
      entries.clear()
    },
  }
}
