import { Param, Placeholder, sql, type SQL } from 'drizzle-orm'
import type { PgColumn, PgDatabase } from 'drizzle-orm/pg-core'
import type { PostgresJsQueryResultHKT } from 'drizzle-orm/postgres-js'
import type { Database } from '#db/client'
import type { Context } from '../context'

/** A query as the builder has it. */
export interface Built<Rows> {
  prepare(name: string): { execute(): Promise<Rows> }
}

/** Places in a query for values that come later, by their names. */
type Places<Values> = { readonly [Name in keyof Values & string]: Placeholder<Name> }

/**
 * A query of the builder whose text is built the first time and then asked again and again, in any transaction, with other
 * values for its places: `builtOnce<{ id: string }>()((db, { id }) => db.select()…)`. Building a text costs this process more than all
 * else that it does for a query. What `build` takes from around it stays as it was the first time.
 */
export const builtOnce =
  <Values extends object>() =>
  <Rows>(build: (db: Database, places: Places<Values>) => Built<Rows>) => {
    let built: Prepared<Rows> | undefined

    return ({ db }: Pick<Context, 'db'>, values: Values): Promise<Rows> => {
      built ??= build(db, places as Places<Values>).prepare('kept') as Prepared<Rows>
      const { client, logger } = (db as unknown as PgDatabase<PostgresJsQueryResultHKT>)._.session as unknown as Sending
      const params = built.params.map((param) => filled(param, values))
      return Object.assign(Object.create(built) as Prepared<Rows>, { client, logger, params }).execute()
    }
  }

interface Prepared<Rows> {
  params: readonly unknown[]
  execute(): Promise<Rows>
}

/** What a prepared query of Drizzle's takes from the session that it was prepared on, and is given anew each time. */
interface Sending {
  client: unknown
  logger: unknown
}

/** A place for each name that is asked for. */
const places = new Proxy({}, { get: (_, name) => sql.placeholder(String(name)) })

/** A place for what a column is set to, which `set` has no type for. */
export const inColumn = (column: PgColumn, place: Placeholder): SQL => sql`${sql.param(place, column)}`

/** As its column stores it; Drizzle itself would store a null as what the column makes of one. */
function filled(param: unknown, values: object): unknown {
  const place: unknown = param instanceof Param ? param.value : param
  if (!(place instanceof Placeholder)) return param
  if (!(place.name in values)) throw new Error(`no value for ${place.name}`)
  const value: unknown = Reflect.get(values, place.name)
  return param instanceof Param && value !== null ? param.encoder.mapToDriverValue(value) : value
}
