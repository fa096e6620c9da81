import type { Query, SQL } from 'drizzle-orm'
import { PgDialect, type PgDatabase } from 'drizzle-orm/pg-core'
import type { PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import type { Database } from '#db/client'
import type { Context } from '../context'

const dialect = new PgDialect({ casing: 'snake_case' })

/**
 * Runs a statement by hand that Postgres plans once a connection and then keeps, as it does those of the query builder: a page's
 * query with several joins takes a fifth of the time. Only for statements of which there are few texts: a list of unknown length
 * goes in as one array, as `(select ${list}::uuid[])`, since Postgres looks at the length of a bare one, holds a plan for just that
 * to be better than the kept one, and plans anew each time. Not for those whose best plan depends on the value asked for, such as
 * a search for words.
 */
export function runPrepared<Row extends Record<string, unknown>>(ctx: Pick<Context, 'db'>, query: SQL): Promise<Row[]> {
  return runPreparedText(ctx.db, dialect.sqlToQuery(query))
}

/** The text of a statement that brings its parameters as `$1`, `$2`, … Throws if it holds values, which a text cannot keep. */
export function preparedText(query: SQL): string {
  const { sql, params } = dialect.sqlToQuery(query)
  if (params.length > 0) throw new Error('a text that is kept holds no values')
  return sql
}

/** The same for a text with its parameters `$1`, `$2`, … */
export function runPreparedText<Row extends Record<string, unknown>>(db: Database, query: Query): Promise<Row[]> {
  const { session } = (db as unknown as PgDatabase<PostgresJsQueryResultHKT>)._
  return session.prepareQuery(query, undefined, 'kept', false).execute() as Promise<Row[]>
}
