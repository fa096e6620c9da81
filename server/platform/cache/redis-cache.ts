import type { RedisLink } from '../redis/redis-link'
import type { Cache } from './cache'

/** A cache that every node shares. */
export function createRedisCache({ link, prefix = 'souk:cache:' }: { link: RedisLink; prefix?: string }): Cache {
  return {
    async get<T>(key: string) {
      const stored = await link.run<string | null>(
        (redis) => redis.get(prefix + key),
        () => null,
      )
      return stored === null ? null : (JSON.parse(stored) as T)
    },
    async set(key, value, ttlSeconds) {
      const lifetimeMs = Math.max(1, Math.ceil(ttlSeconds * 1000))
      await link.run<unknown>(
        (redis) => redis.set(prefix + key, JSON.stringify(value), 'PX', lifetimeMs),
        () => null,
      )
    },
    async delete(key) {
      await link.run<unknown>(
        (redis) => redis.del(prefix + key),
        () => null,
      )
    },
    isHealthy: () => link.isHealthy(),
    async close() {},
  }
}
