import type { Database } from '#db/client'
import type { Context } from '../context'
import type { DomainEvents } from './events'

export interface JobOptions {
  /**
   * At most one waiting job with this key. The waiting one stays locked until the sender's transaction
   * ends, so it never runs before the change that asked for it can be seen; send several in ascending order.
   */
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
  /** Jobs handled at once by a node; one by default, as long ones should. */
  concurrency?: number
  handle: (ctx: Context, data: Data) => Promise<void>
  /**
   * Instead of one by one, where many wait and are cheaper together. What it throws as `SomeFailed` says which of them to
   * try again; after anything else that it throws each is handled by itself, so that one that fails leaves the others alone.
   */
  handleTogether?: (ctx: Context, list: readonly Data[]) => Promise<void>
}

/** Work that survives a crash. Everything sent inside a transaction is delivered if, and only if, it commits. */
export interface Queue {
  /** Sends one job on the connection (transaction) of `db`. */
  send(db: Database, name: string, data: object, options?: JobOptions): Promise<void>
  /** Sends an event to every job that names it in `on`; where those are several, as one job that sends it on once it is committed. */
  publish<E extends keyof DomainEvents>(db: Database, event: E, data: DomainEvents[E]): Promise<void>
  /** Registers the jobs; with `work` this process also works them off. May be called again after it failed. */
  start(jobs: readonly Job<never>[], options: { work: boolean; context: () => Context }): Promise<void>
  /**
   * Works until nothing that is due is left, jobs sent by jobs included; for tests and the operator's tool.
   * A job that fails is tried again when it is due, as ever, and counted in `failed`.
   */
  drain(): Promise<{ done: number; failed: number }>
  /** True between a start that worked and a stop: its tables are those that this version needs. */
  isReady(): boolean
  /** Numbers for metrics and the health page. */
  stats(): Promise<{ waiting: number; oldestSeconds: number; failed: number }>
  /** Whether a job that is due waits or runs while there is a node that works; one says so about twice a minute. */
  isBusy(): Promise<boolean>
  /** Stops taking jobs and waits for the running ones, at most `seconds`. */
  stop(seconds: number): Promise<void>
}
