import { openDatabase } from '#db/client'
import path from 'node:path'
import { createMemoryCache } from './cache/memory-cache'
import { estimatedDatabaseTime } from './clock/clock'
import { newId } from './clock/ids'
import type { Config } from './config/config'
import type { Context, World } from './context'
import { createLogger } from './logger/pino-logger'
import { createFolderMailer } from './mail/folder-mailer'
import { createMetrics } from './metrics/prometheus-metrics'
import { createFolderStorage } from './object-storage/folder-storage'
import { noGateway } from './payment-gateway/no-gateway'
import { createMemoryPresence } from './presence/memory-presence'
import { createPgBossQueue } from './queue/pg-boss-queue'
import { createMemoryRateLimiter } from './rate-limit/memory-rate-limiter'
import { createMemoryBus } from './realtime-bus/memory-bus'

const closers = new WeakMap<World, () => Promise<void>>()

/** Where the embedded drivers keep what they store. */
export const mailFolder = (config: Config): string => path.join(config.SOUK_DATA, 'mail')
export const filesFolder = (config: Config): string => path.join(config.SOUK_DATA, 'files')

/** Picks the driver of every port from the checked configuration; the only place that chooses. */
export function createWorld(config: Config, doubles: Partial<World> = {}): World {
  const log = doubles.log ?? createLogger(config)
  const client = openDatabase(config.databaseUrl, { max: config.DATABASE_POOL })

  const world: World = {
    config,
    db: client.db,
    log,
    metrics: createMetrics(),
    queue: createPgBossQueue({ url: config.databaseUrl, log }),
    cache: createMemoryCache(),
    rateLimiter: createMemoryRateLimiter(),
    bus: createMemoryBus({ log }),
    presence: createMemoryPresence(),
    storage: createFolderStorage(filesFolder(config)),
    mailer: createFolderMailer({ folder: mailFolder(config), from: config.MAIL_FROM }),
    gateway: noGateway,
    ...doubles,
  }
  closers.set(world, client.close)
  return world
}

/** Lets running jobs end for at most `seconds`, then closes every connection. */
export async function closeWorld(world: World, seconds = 10): Promise<void> {
  await world.queue.stop(seconds)
  await Promise.allSettled([world.bus, world.presence, world.rateLimiter, world.cache, world.mailer].map((part) => part.close()))
  await closers.get(world)?.()
}

/** The world as one request, job or command sees it. */
export const contextOf = (world: World): Context => ({ ...world, now: estimatedDatabaseTime(), newId, afterCommit: null })
