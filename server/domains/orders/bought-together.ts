import { sql } from 'drizzle-orm'
import { cardColumns, listingCondition, presentCard, type CardRow } from '#server/domains/catalog'
import type { Context } from '#server/platform/context'
import { runPrepared } from '#server/platform/database/run-prepared'
import type { ProductCard } from '#shared/contracts/catalog'

const SHOWN = 4
/** Fewer people than this could be known by what they bought. */
const FEWEST_BUYERS = 5
/** Only the latest purchases are followed to what else was in them. */
const PURCHASES = 500

/**
 * What people bought together with a product within the last year and can buy now, the most frequent first. Only what at
 * least five people bought is told, so that nobody's purchase can be read from it.
 */
export async function boughtTogether(ctx: Context, productId: string): Promise<ProductCard[]> {
  const rows = await runPrepared<CardRow>(
    ctx,
    sql`
    with purchases as (
      select distinct o.group_id
      from (select order_id from order_lines where product_id = ${productId}::uuid order by id desc limit ${PURCHASES}) line
      join orders o on o.id = line.order_id
      where o.status <> 'cancelled' and o.placed_at > ${ctx.now.toISOString()}::timestamptz - interval '1 year'
    ),
    together as (
      select line.product_id as id, count(distinct lower(g.email)) as buyers
      from purchases
      join order_groups g on g.id = purchases.group_id
      join orders o on o.group_id = g.id and o.status <> 'cancelled'
      join order_lines line on line.order_id = o.id
      where line.product_id <> ${productId}::uuid
      group by line.product_id
      having count(distinct lower(g.email)) >= ${FEWEST_BUYERS}
    )
    select ${cardColumns(ctx)} from listings join together on together.id = listings.product_id
    where ${listingCondition(ctx, { inStock: true })}
    order by together.buyers desc, product_id desc limit ${SHOWN}`,
  )
  return rows.map(presentCard)
}
