import type { Database } from '#db/client'
import type { DomainEvents } from './events'

export interface JobOptions {
  /** At most one waiting job with this key. */
  singletonKey?: string
  /** Not before. */
  startAfter?: Date
}

/** A job or a subscriber to an event: one file in `server/jobs/`. Handlers run at least once, so they are idempotent. */
export interface Job<Data = unknown> {
  name: string
  /** The events that cause it. */
  on?: readonly (keyof DomainEvents)[]
  /** A cron line in UTC, for jobs that run by the clock. */
  schedule?: string
  /** How often it is tried again after the first failure, with growing pauses; then it goes to the dead letters. */
  retries?: number
  /** Jobs handled at once by a node. */
  concurrency?: number
  handle: (data: Data) => Promise<void>
}

/** Work that survives a crash. Everything sent inside a transaction is delivered if, and only if, it commits. */
export interface Queue {
  /** Sends one job on the connection (transaction) of `db`. */
  send(db: Database, name: string, data: object, options?: JobOptions): Promise<void>
  /** Sends an event to every job that names it in `on`. */
  publish<E extends keyof DomainEvents>(db: Database, event: E, data: DomainEvents[E]): Promise<void>
  /** Registers the jobs; with `work` this process also works them off. */
  start(jobs: readonly Job<never>[], options: { work: boolean }): Promise<void>
  /** Works until nothing that is due is left, for tests and the operator's tool. */
  drain(): Promise<void>
  /** Numbers for metrics and the health page. */
  stats(): Promise<{ waiting: number; oldestSeconds: number; failed: number }>
  /** Stops taking jobs and waits for the running ones, at most `seconds`. */
  stop(seconds: number): Promise<void>
}
