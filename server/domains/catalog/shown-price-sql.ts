import { sql, type SQL } from 'drizzle-orm'
import type { ShownRates } from '#server/domains/settings'
import { leastWithTax } from '#shared/money'

/** Within a statement about `listings`, a value that goes by the rate by which a product's price is shown. */
const byRate = ({ standardBps, categories }: ShownRates, valueOf: (rateBps: number) => SQL): SQL =>
  categories.length === 0
    ? valueOf(standardBps)
    : sql`case ${sql.join(
        categories.map(({ path, rateBps }) => sql`when category_paths @> array[${path}] then ${valueOf(rateBps)}`),
        sql` `,
      )} else ${valueOf(standardBps)} end`

/** Shown prices in minor units, both ends included. */
export interface ShownPriceRange {
  from?: number
  to?: number
  rates: ShownRates
}

/**
 * Which listings are shown for a price within a range. The bounds are put into kept prices, exactly; where rates differ, the
 * widest of them stand beside, for the index.
 */
export function isShownWithin({ from, to, rates }: ShownPriceRange): SQL {
  const all = [rates.standardBps, ...rates.categories.map(({ rateBps }) => rateBps)]
  const bounds = (operator: SQL, netMinor: number, widest: (...values: number[]) => number): SQL[] => [
    sql`min_price_minor ${operator} ${byRate(rates, (rateBps) => sql`${leastWithTax(netMinor, rateBps)}::bigint`)}`,
    ...(rates.categories.length === 0
      ? []
      : [sql`min_price_minor ${operator} ${widest(...all.map((rateBps) => leastWithTax(netMinor, rateBps)))}::bigint`]),
  ]
  return sql.join(
    [...(from === undefined ? [] : bounds(sql`>=`, from, Math.min)), ...(to === undefined ? [] : bounds(sql`<`, to + 1, Math.max))],
    sql` and `,
  )
}

/** Between which of these shown prices, upwards, a listing's is: 0 below the first. */
export const shownBucketSql = (bounds: readonly number[], rates: ShownRates): SQL =>
  sql`width_bucket(min_price_minor, ${byRate(rates, (rateBps) => sql`${sql.param(bounds.map((bound) => leastWithTax(bound, rateBps)))}::bigint[]`)})`
