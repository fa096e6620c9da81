import { getTableName, type Column, type SQL, sql, type Table } from 'drizzle-orm'
import { CasingCache } from 'drizzle-orm/casing'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Context } from '../context'
import { preparedText, runPreparedText } from './run-prepared'

type Insert<T extends PgTable> = T['$inferInsert']

/** Rows that are still to be written. */
export interface RowCollection {
  /**
   * Takes rows of one table; a column that is not given gets its default. What the database has to find out is said in `found`,
   * as SQL in which `given` is the row and no values are.
   */
  add<T extends PgTable>(table: T, rows: readonly Insert<T>[], found?: { [column in keyof Insert<T> & string]?: SQL }): void
  /** Writes all of them by one statement, so that rows may refer to each other; then it is empty. */
  write(ctx: Context): Promise<void>
}

/** Rows of one table that name the same columns. */
interface Part {
  table: Table
  columns: string[]
  rows: object[]
  found: Record<string, SQL>
}

const casing = new CasingCache('snake_case')
const texts = new Map<string, string>()

/**
 * Rows of several tables that are written together: one trip, and one text for any number of rows, which Postgres therefore
 * plans once a connection. Values go in as JSON, which Postgres reads by the types of the columns; bytes cannot.
 */
export function collectRows(): RowCollection {
  const parts = new Map<string, Part>()

  return {
    add(table, rows, found = {}) {
      const sources = Object.entries(found as Record<string, SQL>).map(([column, source]) => `${column} = ${preparedText(source)}`)
      for (const row of rows as readonly object[]) {
        if (Object.values(row).some((value) => value instanceof Uint8Array)) throw new Error('bytes cannot go in as JSON')
        const columns = Object.keys(row).filter((column) => row[column as keyof typeof row] !== undefined)
        const name = [getTableName(table), ...columns, ...sources].join(' ')
        const part: Part = parts.get(name) ?? { table, columns, rows: [], found: found as Record<string, SQL> }
        part.rows.push(row)
        parts.set(name, part)
      }
    },

    async write(ctx) {
      if (parts.size === 0) return
      const key = [...parts.keys()].join(', ')
      const list = [...parts.values()]
      parts.clear()
      const text = texts.get(key) ?? preparedText(textOf(list))
      texts.set(key, text)
      await runPreparedText(ctx.db, { sql: text, params: list.map(jsonOf) })
    },
  }
}

function textOf(parts: readonly Part[]): SQL {
  const inserts = parts.map(insertOf)
  const last = inserts.pop()!
  const before = inserts.map((insert, index) => sql`${sql.identifier(`part_${index}`)} as (${insert})`)
  return before.length > 0 ? sql`with ${sql.join(before, sql`, `)} ${last}` : last
}

function insertOf({ table, columns, found }: Part, index: number): SQL {
  const names = [...columns, ...Object.keys(found)].map((column) => sql.identifier(nameOf(table, column)))
  const values = [...columns.map((column) => sql`given.${sql.identifier(nameOf(table, column))}`), ...Object.values(found)]
  const given = sql`jsonb_populate_recordset(null::${table}, ${sql.raw(`$${index + 1}`)}::jsonb) as given`
  return sql`insert into ${table} (${sql.join(names, sql`, `)}) select ${sql.join(values, sql`, `)} from ${given}`
}

const jsonOf = ({ table, columns, rows }: Part): string =>
  JSON.stringify(rows.map((row) => Object.fromEntries(columns.map((column) => [nameOf(table, column), row[column as keyof typeof row]]))))

const nameOf = (table: Table, column: string): string => casing.getColumnCasing((table as unknown as Record<string, Column>)[column]!)
