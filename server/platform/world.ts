import { openDatabase } from '#db/client'
import { createHmac } from 'node:crypto'
import path from 'node:path'
import { createMemoryCache } from './cache/memory-cache'
import { createRedisCache } from './cache/redis-cache'
import { createDatabaseClock } from './clock/clock'
import { newId } from './clock/ids'
import type { Config } from './config/config'
import type { Context, World } from './context'
import type { Logger } from './logger/logger'
import { createLogger } from './logger/pino-logger'
import { countMails } from './mail/counted-mailer'
import { createFolderMailer } from './mail/folder-mailer'
import type { Mailer } from './mail/mail'
import { createResendMailer } from './mail/resend-mailer'
import { createSmtpMailer } from './mail/smtp-mailer'
import { createMetrics } from './metrics/prometheus-metrics'
import { createFolderStorage } from './object-storage/folder-storage'
import type { ObjectStorage } from './object-storage/object-storage'
import { createS3Storage } from './object-storage/s3-storage'
import { noGateway } from './payment-gateway/no-gateway'
import type { PaymentGateway } from './payment-gateway/payment-gateway'
import { createStripeGateway } from './payment-gateway/stripe-gateway'
import { createTestGateway } from './payment-gateway/test-gateway'
import { createMemoryPresence } from './presence/memory-presence'
import { createRedisPresence } from './presence/redis-presence'
import { createPgBossQueue } from './queue/pg-boss-queue'
import { createMemoryRateLimiter } from './rate-limit/memory-rate-limiter'
import { createRedisRateLimiter } from './rate-limit/redis-rate-limiter'
import { createMemoryBus } from './realtime-bus/memory-bus'
import { createRedisBus } from './realtime-bus/redis-bus'
import { openRedisLink } from './redis/redis-link'

const closers = new WeakMap<World, () => Promise<void>>()

/** Where the embedded drivers keep what they store. */
export const mailFolder = (config: Config): string => path.join(config.SOUK_DATA, 'mail')
export const filesFolder = (config: Config): string => path.join(config.SOUK_DATA, 'files')

/** Picks the driver of every port from the checked configuration; the only place that chooses. */
export function createWorld(config: Config, doubles: Partial<World> = {}): World {
  const log = doubles.log ?? createLogger(config)
  const metrics = doubles.metrics ?? createMetrics()
  const database = openDatabase(config.databaseUrl, { max: config.DATABASE_POOL, onQuery: () => metrics.count('souk_db_queries_total') })
  const shared = pickShared(config, log)

  const world: World = {
    config,
    db: database.db,
    clock: createDatabaseClock(),
    log,
    metrics,
    queue: createPgBossQueue({ url: config.databaseUrl, log }),
    cache: shared.cache,
    rateLimiter: shared.rateLimiter,
    bus: shared.bus,
    presence: shared.presence,
    storage: pickStorage(config),
    mailer: countMails(pickMailer(config), metrics),
    gateway: doubles.gateway ?? pickGateway(config, log),
    ...doubles,
  }
  closers.set(world, async () => {
    await shared.close()
    await database.close()
  })
  return world
}

/** Lets running jobs end for at most `seconds`, then closes every connection. */
export async function closeWorld(world: World, seconds = 10): Promise<void> {
  await world.queue.stop(seconds)
  await Promise.allSettled(
    [world.bus, world.presence, world.rateLimiter, world.cache, world.mailer, world.gateway].map((part) => part.close()),
  )
  await closers.get(world)?.()
}

/** What several processes share where there is a Redis, and one process has for itself where there is none. */
function pickShared(config: Config, log: Logger) {
  if (!config.REDIS_URL) {
    return {
      cache: createMemoryCache(),
      rateLimiter: createMemoryRateLimiter(),
      bus: createMemoryBus({ log }),
      presence: createMemoryPresence(),
      close: async () => {},
    }
  }
  const link = openRedisLink({ url: config.REDIS_URL, log })
  return {
    cache: createRedisCache({ link }),
    rateLimiter: createRedisRateLimiter({ link }),
    bus: createRedisBus({ link, log }),
    presence: createRedisPresence({ link }),
    close: () => link.close(),
  }
}

function pickStorage(config: Config): ObjectStorage {
  if (!config.S3_BUCKET) return createFolderStorage(filesFolder(config))
  return createS3Storage({
    bucket: config.S3_BUCKET,
    region: config.S3_REGION,
    endpoint: config.S3_ENDPOINT,
    accessKeyId: config.S3_ACCESS_KEY_ID,
    secretAccessKey: config.S3_SECRET_ACCESS_KEY,
  })
}

function pickMailer(config: Config): Mailer {
  const from = config.MAIL_FROM
  if (config.RESEND_API_KEY) return createResendMailer({ apiKey: config.RESEND_API_KEY, from, baseUrl: config.RESEND_BASE_URL })
  if (config.SMTP_URL) return createSmtpMailer({ url: config.SMTP_URL, from })
  return createFolderMailer({ folder: mailFolder(config), from })
}

/** Test payments are for the demo, and elsewhere only where the operator asks for them. */
export const takesTestPayments = (config: Config): boolean => config.demo || config.SOUK_TEST_PAYMENTS

function pickGateway(config: Config, log: Logger): PaymentGateway {
  if (config.STRIPE_SECRET_KEY) {
    return createStripeGateway({
      secretKey: config.STRIPE_SECRET_KEY,
      publishableKey: config.STRIPE_PUBLISHABLE_KEY!,
      webhookSecrets: config.STRIPE_WEBHOOK_SECRET,
      apiUrl: config.STRIPE_API_URL,
      log,
    })
  }
  if (!takesTestPayments(config)) return noGateway
  const secret = createHmac('sha256', config.secret).update('webhooks of the test provider').digest('hex')
  return createTestGateway({ url: config.databaseUrl, secret, log })
}

/** The world as one request, job or command sees it. */
export const contextOf = (world: World): Context => ({ ...world, now: world.clock.estimate(), newId, afterCommit: null })
