import type { Redis } from 'ioredis'
import type { RedisLink } from '../redis/redis-link'
import type { Cache } from './cache'
import { EVERYTHING, GET, MOMENT, PURGE, SET } from './redis-tagged'

/** No entry with tags lives longer, so that marks of purges can be forgotten some time after. */
const LONGEST_LIFE_MS = 10 * 60_000
/** Also what takes long to make is stored well before. */
const MARKS_LIFE_US = 3 * LONGEST_LIFE_MS * 1000

/** Anybody can ask for one more view of a list; some tens of kB each. */
const MOST_ENTRIES = 4000

export interface RedisCacheOptions {
  link: RedisLink
  prefix?: string
  /** Of those with tags. */
  mostEntries?: number
}

/** A cache that every node shares. */
export function createRedisCache({ link, prefix = 'souk:cache:', mostEntries = MOST_ENTRIES }: RedisCacheOptions): Cache {
  const marks = `${prefix}purged`
  const list = `${prefix}tagged`
  const taggedKey = (key: string) => `${prefix}tagged:${key}`
  const orNull = <T>(command: (redis: Redis) => Promise<unknown>) => link.run(command as (redis: Redis) => Promise<T | null>, () => null)
  let owesPurge = false

  async function mark(...tags: string[]): Promise<void> {
    const isMarked = await orNull((redis) => redis.eval(PURGE, 1, marks, MARKS_LIFE_US, ...tags))
    owesPurge ||= isMarked === null
  }

  /** What could not be purged when it was time makes everything doubtful, so that goes before the next is read. */
  async function settle(): Promise<boolean> {
    owesPurge = false
    await mark(EVERYTHING)
    return !owesPurge
  }

  return {
    async get<T>(key: string) {
      const stored = await orNull<string>((redis) => redis.get(prefix + key))
      return stored === null ? null : (JSON.parse(stored) as T)
    },
    async set(key, value, ttlSeconds) {
      const lifetimeMs = Math.max(1, Math.ceil(ttlSeconds * 1000))
      await orNull((redis) => redis.set(prefix + key, JSON.stringify(value), 'PX', lifetimeMs))
    },
    async delete(key) {
      await orNull((redis) => redis.del(prefix + key))
    },
    async getTagged<T>(key: string) {
      if (owesPurge && !(await settle())) return null
      const found = await orNull<[value: string, tags: string, ageMs: number]>((redis) => redis.eval(GET, 2, marks, taggedKey(key)))
      if (!found) return null
      const [value, tags, ageMs] = found
      return { value: JSON.parse(value) as T, tags: JSON.parse(tags) as string[], ageMs }
    },
    async setTagged(key, value, { ttlSeconds, tags, madeSince }) {
      const lifetimeMs = Math.min(LONGEST_LIFE_MS, Math.max(1, Math.ceil(ttlSeconds * 1000)))
      await orNull((redis) =>
        redis.eval(SET, 3, marks, taggedKey(key), list, madeSince, JSON.stringify(tags), lifetimeMs, JSON.stringify(value), mostEntries),
      )
    },
    async moment() {
      const moment = await orNull<string>((redis) => redis.eval(MOMENT, 1, marks))
      return moment === null ? null : Number(moment)
    },
    purge: (tags) => mark(...tags),
    purgeAll: () => mark(EVERYTHING),
    isShared: true,
    isHealthy: () => link.isHealthy(),
    async close() {},
  }
}
