import { LRUCache } from 'lru-cache'
import type { Cache, TaggedTerms } from './cache'

const MEGABYTE = 1024 * 1024
/** More are forgotten at once, and everything that has tags with them. */
const MOST_PURGED_TAGS = 10_000

interface Tagged extends TaggedTerms {
  json: string
  storedAtMs: number
}

/** A cache in this process. Values are kept as JSON, so a caller that changes what it got changes nobody else's. */
export function createMemoryCache({ maxBytes = 32 * MEGABYTE }: { maxBytes?: number } = {}): Cache {
  const entries = new LRUCache<string, string | Tagged>({
    maxSize: maxBytes,
    sizeCalculation: (value, key) => 2 * ((typeof value === 'string' ? value : value.json).length + key.length) + 64,
  })
  const purgedAt = new Map<string, number>()
  let purges = 0
  let allPurgedAt = 0

  const isPurged = ({ tags, madeSince }: TaggedTerms) => allPurgedAt > madeSince || tags.some((tag) => (purgedAt.get(tag) ?? 0) > madeSince)

  async function purgeAll(): Promise<void> {
    allPurgedAt = ++purges
    purgedAt.clear()
  }

  return {
    async get<T>(key: string) {
      const stored = entries.get(key)
      return typeof stored === 'string' ? (JSON.parse(stored) as T) : null
    },
    async set(key, value, ttlSeconds) {
      entries.set(key, JSON.stringify(value), { ttl: ttlSeconds * 1000 })
    },
    async delete(key) {
      entries.delete(key)
    },
    async getTagged<T>(key: string) {
      const stored = entries.get(key)
      if (stored === undefined || typeof stored === 'string' || isPurged(stored)) return null
      return { value: JSON.parse(stored.json) as T, tags: stored.tags, ageMs: performance.now() - stored.storedAtMs }
    },
    async setTagged(key, value, terms) {
      if (isPurged(terms)) return
      entries.set(key, { ...terms, json: JSON.stringify(value), storedAtMs: performance.now() }, { ttl: terms.ttlSeconds * 1000 })
    },
    moment: async () => purges,
    async purge(tags) {
      purges++
      for (const tag of tags) purgedAt.set(tag, purges)
      if (purgedAt.size > MOST_PURGED_TAGS) await purgeAll()
    },
    purgeAll,
    isShared: false,
    isHealthy: () => true,
    async close() {
      entries.clear()
    },
  }
}
