import type { Redis } from 'ioredis'
import type { RedisLink } from '../redis/redis-link'
import { createMemoryRateLimiter } from './memory-rate-limiter'
import type { RateLimiter } from './rate-limit'

/** The rules of `sliding-window.ts` by the clock of Redis: returns allowed, remaining and how many seconds to wait. */
const ATTEMPT = `
local time = redis.call('TIME')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
local max = tonumber(ARGV[1])
local windowMs = tonumber(ARGV[2])
local window = math.floor(nowMs / windowMs)
local elapsed = (nowMs % windowMs) / windowMs

local stored = redis.call('HMGET', KEYS[1], 'window', 'current', 'previous')
local storedWindow = tonumber(stored[1])
local current, previous = 0, 0
if storedWindow == window then
  current, previous = tonumber(stored[2]), tonumber(stored[3])
elseif storedWindow == window - 1 then
  previous = tonumber(stored[2])
end

local used = previous * (1 - elapsed) + current
if used + 1 <= max then
  redis.call('HSET', KEYS[1], 'window', window, 'current', current + 1, 'previous', previous)
  redis.call('PEXPIRE', KEYS[1], 2 * windowMs)
  return { 1, math.max(0, math.floor(max - used - 1)), 0 }
end

local room = max - 1
local wait
if room < 0 then
  wait = 1
elseif current <= room then
  wait = 1 - (room - current) / previous - elapsed
else
  wait = 1 - elapsed + (1 - room / current)
end
return { 0, 0, math.max(1, math.ceil(wait * windowMs / 1000)) }
`

type WithAttempt = Redis & { soukAttempt(key: string, max: number, windowMs: number): Promise<[number, number, number]> }

/** One count for all nodes; while Redis is away every node counts for itself. */
export function createRedisRateLimiter({ link, prefix = 'souk:limit:' }: { link: RedisLink; prefix?: string }): RateLimiter {
  const local = createMemoryRateLimiter()

  return {
    attempt(key, limit) {
      return link.run(
        async (redis) => {
          const [allowed, remaining, retryAfterSeconds] = await withAttempt(redis).soukAttempt(
            prefix + key,
            limit.max,
            limit.windowSeconds * 1000,
          )
          return { allowed: allowed === 1, remaining, retryAfterSeconds }
        },
        () => local.attempt(key, limit),
      )
    },
    close: () => local.close(),
  }
}

function withAttempt(redis: Redis): WithAttempt {
  if (!('soukAttempt' in redis)) redis.defineCommand('soukAttempt', { numberOfKeys: 1, lua: ATTEMPT })
  return redis as WithAttempt
}
