import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { keepStatements } from './keep-statements'
import { openRenewingPool } from './renewing-pool'
import * as schema from './schema'

export type Schema = typeof schema
/** The database or a transaction on it: both read and write alike. */
export type Database = Pick<
  PostgresJsDatabase<Schema>,
  | 'select'
  | 'selectDistinct'
  | 'selectDistinctOn'
  | 'insert'
  | 'update'
  | 'delete'
  | 'execute'
  | 'query'
  | 'transaction'
  | '$with'
  | 'with'
  | '$count'
>

export interface DatabaseClient {
  db: PostgresJsDatabase<Schema>
  sql: postgres.Sql
  close: () => Promise<void>
}

/**
 * postgres.js forgets to keep a connection for the transaction whose beginning is the last that it takes in a row: the transaction fails,
 * stays open, and what others ask next is asked inside of it (porsager/postgres#1189). So there is no last one; see also `connectUnlessAway`.
 */
const NO_LIMIT = 1_000_000

/** Opens a pool. Connections are made when first needed, so this never fails by itself. */
export function openDatabase(
  url: string,
  options: { max?: number; name?: string; onQuery?: (query: string, params: unknown[]) => void } = {},
): DatabaseClient {
  const { onQuery } = options
  const settings = {
    max: options.max ?? 10,
    // While Postgres is away a request is told so at once, and the first after its return finds it.
    connect_timeout: 1.5,
    max_pipeline: NO_LIMIT,
    backoff: () => 0.05,
    idle_timeout: 60,
    max_lifetime: 60 * 30,
    onnotice: () => {},
    connection: { application_name: options.name ?? 'souk', statement_timeout: 30_000, idle_in_transaction_session_timeout: 30_000 },
  }
  const { client, close } = openRenewingPool((sockets) => {
    const pool = postgres(url, { ...settings, ...sockets })
    // Drizzle tells a client how to read dates and JSON when it is given to it; each pool has to hear it.
    drizzle(pool)
    return pool
  })

  return {
    db: keepStatements(drizzle(client, { schema, casing: 'snake_case', logger: onQuery && { logQuery: onQuery } })),
    sql: client,
    close,
  }
}
