import type { RedisLink } from '../redis/redis-link'
import { createMemoryPresence } from './memory-presence'
import type { Presence } from './presence'

const LONGEST_TTL_SECONDS = 3600
/** Longer than the pause between two heartbeats of any node. */
const HEARD_ALL_AFTER_MS = 30_000
/** No user is called so: since when this Redis is told who is here. */
const SINCE = '?since'

interface RedisPresenceParts {
  link: RedisLink
  prefix?: string
  heardAllAfterMs?: number
}

/**
 * One sorted set a user: sockets by the moment they expire. This node's own sockets are also known without Redis. Of all others
 * nothing is known while Redis is away, nor who is absent from one that was begun anew, until every node has told it who is here.
 */
export function createRedisPresence({
  link,
  prefix = 'souk:presence:',
  heardAllAfterMs = HEARD_ALL_AFTER_MS,
}: RedisPresenceParts): Presence {
  const local = createMemoryPresence()

  return {
    async beat(userId, socketId, ttlSeconds) {
      await local.beat(userId, socketId, ttlSeconds)
      const key = prefix + userId
      await link.run<unknown>(
        (redis) =>
          redis
            .pipeline()
            .set(prefix + SINCE, Date.now(), 'NX')
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
      const known = new Map<string, boolean | null>(await local.online(userIds))
      const others = [...known].flatMap(([userId, isHere]) => (isHere ? [] : [userId]))
      if (others.length === 0) return known

      const found = await link.run(
        async (redis) => {
          const pipeline = redis
            .pipeline()
            .set(prefix + SINCE, Date.now(), 'NX')
            .get(prefix + SINCE)
          for (const userId of others) pipeline.zcount(prefix + userId, `(${Date.now()}`, '+inf')
          return (await pipeline.exec()) ?? []
        },
        () => [],
      )
      const [, since, ...counts] = found.map(([error, answer]) => (error ? null : answer))
      const hasHeardAll = Boolean(since) && Date.now() - Number(since) >= heardAllAfterMs
      for (const [index, userId] of others.entries()) known.set(userId, Number(counts[index] ?? 0) > 0 || (hasHeardAll ? false : null))
      return known
    },

    close: () => local.close(),
  }
}
