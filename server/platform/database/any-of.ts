import { Placeholder, sql, type SQL } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'

/** Whether an id is among others, by a text that is the same however many those are, so that its plan is kept. */
export const anyOf = (column: PgColumn, ids: readonly string[] | Placeholder): SQL =>
  sql`${column} = any((select ${ids instanceof Placeholder ? ids : sql.param([...ids])}::uuid[])::uuid[])`
