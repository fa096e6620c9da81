import { createMemoryCache } from '#server/platform/cache/memory-cache'
import { createMemoryPresence } from '#server/platform/presence/memory-presence'
import { createMemoryRateLimiter } from '#server/platform/rate-limit/memory-rate-limiter'
import { createMemoryBus } from '#server/platform/realtime-bus/memory-bus'
import { describe } from 'vitest'
import { silentLogger } from '../support/silent-logger'
import { cacheContract } from './cache.contract'
import { presenceContract } from './presence.contract'
import { rateLimitContract } from './rate-limit.contract'
import { realtimeBusContract } from './realtime-bus.contract'

describe('in process', () => {
  const cache = createMemoryCache()
  const limiter = createMemoryRateLimiter()
  const bus = createMemoryBus({ log: silentLogger })
  const presence = createMemoryPresence()

  describe('cache', () => cacheContract(() => cache))
  describe('rate limiter', () => rateLimitContract(() => limiter))
  describe('bus', () =>
    realtimeBusContract(
      () => bus,
      () => bus,
    ))
  describe('presence', () =>
    presenceContract(
      () => presence,
      () => presence,
    ))
})
