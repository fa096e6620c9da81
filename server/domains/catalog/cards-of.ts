import { sql, type SQL } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { runPrepared } from '#server/platform/database/run-prepared'
import type { ProductCard } from '#shared/contracts/catalog'
import { cardColumns, presentCard, type CardRow } from './product-card'

/** The listed products with these addresses, present or past, in the order of the addresses. */
export async function cardsOf(ctx: Context, slugs: readonly string[]): Promise<ProductCard[]> {
  if (slugs.length === 0) return []
  const rows = await runPrepared<CardRow>(ctx, sql`select ${cardColumns(ctx)} from listings join ${placesOf(slugs)} order by place`)
  return rows.map(presentCard)
}

/** The listed ones of these products, by id. */
export async function cardsOfProducts(ctx: Context, productIds: readonly string[]): Promise<ReadonlyMap<string, ProductCard>> {
  if (productIds.length === 0) return new Map()
  const rows = await runPrepared<CardRow>(
    ctx,
    sql`select ${cardColumns(ctx)} from listings where listings.product_id = any(${sql.param([...productIds])}::uuid[])`,
  )
  return new Map(rows.map((row) => [row.productId, presentCard(row)]))
}

/** To be joined to `listings`: the place of each product among the addresses, once. */
export const placesOf = (slugs: readonly string[]): SQL => sql`(
  select coalesce(
    (select id from products where slug = asked.slug),
    (select target_id from slug_history where kind = 'product' and slug = asked.slug)
  ) as id, min(place)::int as place
  from unnest(${sql.param([...slugs])}::text[]) with ordinality as asked (slug, place) group by 1
) placed on placed.id = listings.product_id`
