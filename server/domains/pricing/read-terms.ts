import { sql } from 'drizzle-orm'
import type { CartLine } from '#server/domains/cart'
import type { Context } from '#server/platform/context'
import { runPrepared } from '#server/platform/database/run-prepared'
import type { OfferedShipping, Terms } from './price-cart'

interface TermsRow extends Record<string, unknown> {
  shipping: OfferedShipping[]
  standardRateBps: number
  categoryRates: { categoryId: string; rateBps: number }[]
}

/** What holds for these lines in a country, in one query. A category without a rate of its own has that of the nearest above it. */
export async function readTerms(ctx: Context, lines: readonly CartLine[], country: string): Promise<Terms> {
  const shopIds = sql.param([...new Set(lines.map(({ shop }) => shop.id))])
  const categoryIds = sql.param([...new Set(lines.flatMap(({ categoryId }) => categoryId ?? []))])

  const [row] = await runPrepared<TermsRow>(
    ctx,
    sql`
    select
      coalesce((
        select json_agg(json_build_object(
          'id', id, 'shopId', shop_id, 'name', name, 'priceMinor', price_minor,
          'freeFromMinor', free_from_minor, 'minDays', min_days, 'maxDays', max_days
        ) order by position, id)
        from shipping_methods where shop_id = any(${shopIds}::uuid[]) and ${country} = any(countries)
      ), '[]') as shipping,
      coalesce((select rate_bps from tax_rates where country = ${country} and category_id is null), 0) as "standardRateBps",
      coalesce((
        select json_agg(json_build_object('categoryId', own.id, 'rateBps', rate.rate_bps))
        from categories own
        join lateral (
          select tax.rate_bps from tax_rates tax join categories above on above.id = tax.category_id
          where tax.country = ${country} and (own.path = above.path or starts_with(own.path, above.path || '/'))
          order by length(above.path) desc limit 1
        ) rate on true
        where own.id = any(${categoryIds}::uuid[])
      ), '[]') as "categoryRates"`,
  )

  return {
    shipping: row!.shipping,
    standardRateBps: row!.standardRateBps,
    categoryRateBps: new Map(row!.categoryRates.map(({ categoryId, rateBps }) => [categoryId, rateBps])),
  }
}
