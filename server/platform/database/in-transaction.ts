import { setTimeout as pause } from 'node:timers/promises'
import type { Context } from '../context'

const DEADLOCK = '40P01'
const SERIALISATION_FAILURE = '40001'
const RETRIES = 3

/**
 * Runs `work` in one transaction, or joins the one that is already running. `ctx.now` becomes the
 * database's time. The outermost retries a deadlock or serialisation failure three times, then runs
 * what `afterCommit` collected. No call to the outside world belongs inside.
 */
export async function inTransaction<T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> {
  if (ctx.afterCommit) return work(ctx)

  for (let attempt = 0; ; attempt++) {
    const announcements: (() => unknown)[] = []
    try {
      const result = await ctx.db.transaction(async (tx) => {
        const db = tx as unknown as Context['db']
        const now = await ctx.clock.timeOf(db)
        return work({ ...ctx, db, now, afterCommit: (announce) => announcements.push(announce) })
      })
      for (const announce of announcements)
        void Promise.resolve()
          .then(announce)
          .catch((error) => ctx.log.warn({ error }, 'an announcement failed'))
      return result
    } catch (error) {
      if (attempt >= RETRIES || !isRetryable(error)) throw error
      ctx.metrics.count('souk_transaction_retries_total')
      await pause(10 * 2 ** attempt * (1 + Math.random()))
    }
  }
}

/** The SQLSTATE of a database error, also when Drizzle has wrapped it. */
export function sqlState(error: unknown): string | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string' && /^[0-9A-Z]{5}$/.test(cause.code)) return cause.code
  }
  return null
}

const isRetryable = (error: unknown) => [DEADLOCK, SERIALISATION_FAILURE].includes(sqlState(error) ?? '')
