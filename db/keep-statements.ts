import type { PgTransaction } from 'drizzle-orm/pg-core'
import type { PostgresJsDatabase, PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'

/** A text that was asked so often is worth a place on every connection. */
const ASKED_TIMES = 3
/** So many places there are: plans cost Postgres memory, and texts with lists of any length are without end. */
const MOST_KEPT = 400
const MOST_COUNTED = 5000

type Session = PgTransaction<PostgresJsQueryResultHKT, never, never>['_']['session']
type HasSession = { _: { session: Session } }

const timesAsked = new Map<string, number>()
const kept = new Set<string>()

/**
 * Has Postgres keep the statements that the query builder asks again and again: each is then planned once a connection
 * instead of each time, and answered in one trip instead of two. Statements written by hand are left alone, since some of
 * them need a plan for the very words that are searched; those that do not are run by `runPrepared`.
 */
export function keepStatements<Schema extends Record<string, unknown>>(db: PostgresJsDatabase<Schema>): PostgresJsDatabase<Schema> {
  keepOn((db as unknown as HasSession)._.session)
  return db
}

function keepOn(session: Session): void {
  const prepareQuery = session.prepareQuery.bind(session)
  const transaction = session.transaction.bind(session)
  session.prepareQuery = (query, fields, name, isBuilt, ...others) =>
    prepareQuery(query, fields, name ?? (isBuilt && isWorthKeeping(query.sql) ? 'kept' : undefined), isBuilt, ...others)
  session.transaction = (work, config) =>
    transaction((tx) => {
      keepOn((tx as unknown as HasSession)._.session)
      return work(tx)
    }, config)
}

function isWorthKeeping(text: string): boolean {
  if (kept.has(text)) return true
  if (kept.size >= MOST_KEPT) return false

  const times = (timesAsked.get(text) ?? 0) + 1
  if (times >= ASKED_TIMES) {
    timesAsked.delete(text)
    kept.add(text)
    return true
  }
  if (timesAsked.size >= MOST_COUNTED) timesAsked.clear()
  timesAsked.set(text, times)
  return false
}
