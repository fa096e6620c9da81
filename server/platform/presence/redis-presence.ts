import type { RedisLink } from '../redis/redis-link'
import { createMemoryPresence } from './memory-presence'
import type { Presence } from './presence'

const LONGEST_TTL_SECONDS = 3600

/** One sorted set a user: sockets by the moment they expire. This node's own sockets are also known without Redis. */
export function createRedisPresence({ link, prefix = 'souk:presence:' }: { link: RedisLink; prefix?: string }): Presence {
  const local = createMemoryPresence()

  return {
    async beat(userId, socketId, ttlSeconds) {
      await local.beat(userId, socketId, ttlSeconds)
      const key = prefix + userId
      await link.run<unknown>(
        (redis) =>
          redis
            .pipeline()
            .zremrangebyscore(key, '-inf', Date.now())
            .zadd(key, Date.now() + ttlSeconds * 1000, socketId)
            .expire(key, Math.min(LONGEST_TTL_SECONDS, Math.ceil(ttlSeconds) * 2))
            .exec(),
        () => null,
      )
    },

    async leave(userId, socketId) {
      await local.leave(userId, socketId)
      await link.run<unknown>(
        (redis) => redis.zrem(prefix + userId, socketId),
        () => null,
      )
    },

    async online(userIds) {
      const online = await local.online(userIds)
      const others = userIds.filter((userId) => !online.has(userId))
      if (others.length === 0) return online

      const counts = await link.run(
        async (redis) => {
          const pipeline = redis.pipeline()
          for (const userId of others) pipeline.zcount(prefix + userId, `(${Date.now()}`, '+inf')
          return (await pipeline.exec()) ?? []
        },
        () => [],
      )
      counts.forEach(([, count], index) => {
        if (Number(count) > 0) online.add(others[index]!)
      })
      return online
    },

    close: () => local.close(),
  }
}
