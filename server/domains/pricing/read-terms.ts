import { sql } from 'drizzle-orm'
import type { CartLine } from '#server/domains/cart'
import { pricesShownSql, taxRateSql } from '#server/domains/settings'
import { zonesSql, type ShopZone } from '#server/domains/shops'
import type { Context } from '#server/platform/context'
import { runPrepared } from '#server/platform/database/run-prepared'
import type { PricesShown } from '#shared/prices-shown'
import { countriesReached, methodsTo } from '#shared/shipping'
import type { Terms } from './price-cart'

interface TermsRow extends Record<string, unknown> {
  shops: { shopId: string; zones: ShopZone[] }[]
  standardRateBps: number
  categoryRates: { categoryId: string; rateBps: number }[]
  pricesShown: PricesShown
}

/** What holds for these lines in a country, in one query. */
export async function readTerms(ctx: Context, lines: readonly CartLine[], country: string): Promise<Terms> {
  const shopIds = sql.param([...new Set(lines.map(({ shop }) => shop.id))])
  const categoryIds = sql.param([...new Set(lines.flatMap(({ categoryId }) => categoryId ?? []))])

  const [row] = await runPrepared<TermsRow>(
    ctx,
    sql`
    select
      (select json_agg(json_build_object('shopId', s.id, 'zones', ${zonesSql})) from shops s where s.id = any((select ${shopIds}::uuid[])::uuid[])) as shops,
      ${taxRateSql(ctx, sql`${country}::text`)} as "standardRateBps",
      coalesce((
        select json_agg(json_build_object('categoryId', own.id, 'rateBps', ${taxRateSql(ctx, sql`${country}::text`, sql`own.path`)}))
        from categories own where own.id = any((select ${categoryIds}::uuid[])::uuid[])
      ), '[]') as "categoryRates",
      ${pricesShownSql()} as "pricesShown"`,
  )

  const offered = row!.shops.map(({ shopId, zones }) => ({ shopId, zones, methods: methodsTo(zones, country) }))
  return {
    shipping: offered.flatMap(({ shopId, methods }) => methods.map((method) => ({ ...method, shopId }))),
    elsewhere: new Map(offered.flatMap(({ shopId, zones, methods }) => (methods.length > 0 ? [] : [[shopId, countriesReached(zones)]]))),
    standardRateBps: row!.standardRateBps,
    pricesShown: row!.pricesShown,
    categoryRateBps: new Map(row!.categoryRates.map(({ categoryId, rateBps }) => [categoryId, rateBps])),
  }
}
