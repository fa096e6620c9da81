import { sql, type SQL } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { BUILT_IN_RATES } from './built-in-rates'
import { settingSql } from './setting-sql'

const builtInRates = sql.raw(`'${JSON.stringify(BUILT_IN_RATES)}'::jsonb`)
const nowhere = sql`null::text`

/** Where buyers are taken to be, within a statement. */
const homeCountrySql = (): SQL => sql`(${settingSql('country')} #>> '{}')`

/**
 * Within a statement, what is taxed how in a country, in basis points: the rate for the category at a path, or for the nearest
 * above it; else, and for what has no category, the country's own. Of rates for the same the latest that has begun holds; where
 * an admin has set none, the one that Souk knows.
 */
export const taxRateSql = (ctx: Context, country: SQL, path: SQL = nowhere): SQL => sql`coalesce(
  (
    select tax.rate_bps from tax_rates tax left join categories taxed on taxed.id = tax.category_id
    where tax.country = ${country} and tax.valid_from <= ${ctx.now.toISOString()}::timestamptz
      and (tax.category_id is null or taxed.path = ${path} or starts_with(${path}, taxed.path || '/'))
    order by length(taxed.path) desc nulls last, tax.valid_from desc limit 1
  ),
  (${builtInRates} ->> ${country})::int, 0)`

const isWithoutTax = (): SQL => sql`${settingSql('pricesShown')} = '"withoutTax"'::jsonb`

/** Within a statement, whether shoppers see prices with tax: one of `PRICES_SHOWN`. */
export const pricesShownSql = (): SQL => sql`case when ${isWithoutTax()} then 'withoutTax' else 'withTax' end`

/**
 * Within a statement, the rate by which prices are shown to whoever has not said where they are, in basis points: that of the
 * marketplace's country, as `taxRateSql` has it, or 0 where prices are shown with tax.
 */
export const shownRateSql = (ctx: Context, path?: SQL): SQL =>
  sql`case when ${isWithoutTax()} then ${taxRateSql(ctx, homeCountrySql(), path)} else 0 end`

/** By which rates prices are shown, in basis points. */
export interface ShownRates {
  standardBps: number
  /** Those of categories and what is below them that differ, the deepest first. */
  categories: { path: string; rateBps: number }[]
}

/** The rates of `shownRateSql`, all of them. */
export async function readShownRates(ctx: Context): Promise<ShownRates> {
  const [row] = await ctx.db.execute<ShownRates & Record<string, unknown>>(sql`
    select ${shownRateSql(ctx)} as "standardBps", coalesce((
      select json_agg(json_build_object('path', own.path, 'rateBps', ${shownRateSql(ctx, sql`own.path`)}) order by length(own.path) desc)
      from categories own where own.id in (select category_id from tax_rates where country = ${homeCountrySql()})
    ), '[]') as categories`)
  const { standardBps, categories } = row!
  return { standardBps, categories: categories.some(({ rateBps }) => rateBps !== standardBps) ? categories : [] }
}
