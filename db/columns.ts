import { sql, type SQL } from 'drizzle-orm'
import { bigint, char, customType, text, timestamp, uuid, type AnyPgColumn } from 'drizzle-orm/pg-core'

/** A uuid v7 given by the caller, so that an id is known before the row is written. */
export const primaryId = () => uuid().primaryKey()

/** Money in minor units (cents); always a whole number below 2^53. */
export const minorUnits = () => bigint({ mode: 'number' })

/** ISO 4217. */
export const currencyCode = () => char({ length: 3 })

/**
 * A point in time; `Date` here, ISO 8601 on the wire. Whole milliseconds, which is what a `Date` can hold: a cursor made
 * of one finds its row again.
 */
export const moment = () => timestamp({ withTimezone: true, mode: 'date', precision: 3 })

/** When the row was written, by the database's clock. */
export const createdAt = () =>
  moment()
    .notNull()
    .default(sql`now()`)

/** A state of a lifecycle; pair it with `oneOf` in a CHECK built from the same list. */
export const status = <const T extends readonly [string, ...string[]]>(values: T) => text({ enum: values })

/** `column in ('a', 'b')` as a CHECK's text. */
export const oneOf = (column: AnyPgColumn, values: readonly string[]): SQL =>
  sql`${column} in (${sql.raw(values.map((value) => `'${value}'`).join(', '))})`

/** Compares without regard to case; needs the extension citext. */
export const caseInsensitiveText = customType<{ data: string }>({ dataType: () => 'citext' })

/** A weighted search document. */
export const searchVector = customType<{ data: string }>({ dataType: () => 'tsvector' })
