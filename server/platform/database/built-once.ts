import type { PgDatabase } from 'drizzle-orm/pg-core'
import type { PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import type { Database } from '#db/client'
import type { Context } from '../context'

interface Prepared<Rows> {
  execute(values?: Record<string, unknown>): Promise<Rows>
}

/** A query as the builder has it. */
export interface Built<Rows> {
  prepare(name: string): Prepared<Rows>
}

/**
 * A query of the builder whose text is built the first time and then asked again and again, in any transaction, with other
 * values for its placeholders (`sql.placeholder('id')`). Building the text of a query with many joins costs this process more
 * than all else that it does for it.
 */
export function builtOnce<Rows, Values extends Record<string, unknown>>(
  build: (db: Database) => Built<Rows>,
): (ctx: Pick<Context, 'db'>, values: Values) => Promise<Rows> {
  let built: Prepared<Rows> | undefined

  return (ctx, values) => {
    built ??= build(ctx.db).prepare('kept')
    const { client, logger } = (ctx.db as unknown as PgDatabase<PostgresJsQueryResultHKT>)._.session as unknown as Sending
    return Object.assign(Object.create(built) as Prepared<Rows>, { client, logger }).execute(values)
  }
}

/** What a prepared query of Drizzle's takes from the session that it was prepared on, and is given anew each time. */
interface Sending {
  client: unknown
  logger: unknown
}
