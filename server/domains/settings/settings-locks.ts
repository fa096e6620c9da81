import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'

/** Settings that are as at first have no row to lock. */
export const lockSettings = (ctx: Context) => ctx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended('settings', 0))`)
