import { sql, type SQL } from 'drizzle-orm'
import type { Context } from '#server/platform/context'

export interface SalesDay {
  day: string
  orderCount: number
  totalMinor: number
}

/** The last days in UTC, today included, each with a row; `sold` selects `placed_at` and `total_minor` since `$since`. */
export async function salesByDay(ctx: Context, days: number, sold: (since: SQL) => SQL): Promise<SalesDay[]> {
  const today = sql`(${ctx.now.toISOString()}::timestamptz at time zone 'UTC')::date`
  const first = sql`${today} - ${days - 1}::int`
  const since = sql`((${first})::timestamp at time zone 'UTC')`
  const rows = await ctx.db.execute<{ day: string; orderCount: number; totalMinor: string }>(sql`
    with sold as (${sold(since)})
    select to_char(day, 'YYYY-MM-DD') as day, count(sold.placed_at)::int as "orderCount", coalesce(sum(sold.total_minor), 0)::bigint as "totalMinor"
    from generate_series(${first}, ${today}, interval '1 day') day
    left join sold on (sold.placed_at at time zone 'UTC')::date = day::date
    group by day order by day`)
  return rows.map((row) => ({ ...row, totalMinor: Number(row.totalMinor) }))
}
