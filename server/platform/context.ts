import type { Database } from '#db/client'
import type { Cache } from './cache/cache'
import type { Clock } from './clock/clock'
import type { Config } from './config/config'
import type { Logger } from './logger/logger'
import type { Mailer } from './mail/mail'
import type { Metrics } from './metrics/metrics'
import type { ObjectStorage } from './object-storage/object-storage'
import type { PaymentGateway } from './payment-gateway/payment-gateway'
import type { Presence } from './presence/presence'
import type { Queue } from './queue/queue'
import type { RateLimiter } from './rate-limit/rate-limit'
import type { RealtimeBus } from './realtime-bus/realtime-bus'

/** The parts of the world outside that live as long as the process. */
export interface World {
  config: Config
  db: Database
  clock: Clock
  log: Logger
  metrics: Metrics
  queue: Queue
  cache: Cache
  rateLimiter: RateLimiter
  bus: RealtimeBus
  presence: Presence
  storage: ObjectStorage
  mailer: Mailer
  gateway: PaymentGateway
}

/** The world as one request or job sees it; the first argument of every domain function. */
export interface Context extends World {
  /** The database's time: exact inside a transaction, corrected by the last measured difference outside. */
  now: Date
  /** A new uuid v7. */
  newId: () => string
  /** Set inside a transaction: what to do once it has committed. May be lost in a crash, so only for announcements. */
  afterCommit: ((announce: () => unknown) => void) | null
}
