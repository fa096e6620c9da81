import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { runPrepared } from '#server/platform/database/run-prepared'
import { lockProducts } from './catalog-locks'
import { refreshListings } from './refresh-listings'

/** Counts anew how often the products of order groups were sold, from the orders themselves: repeating it changes nothing. */
export function countSales(ctx: Context, groupIds: readonly string[]): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const sold = await runPrepared<{ id: string }>(
      ctx,
      sql`
        select distinct line.product_id as id from order_lines line join orders o on o.id = line.order_id
        where o.group_id = any(${sql.param(groupIds)}::uuid[])`,
    )
    const productIds = sold.map(({ id }) => id)
    if (productIds.length === 0) return
    await lockProducts(ctx, productIds)

    await runPrepared(
      ctx,
      sql`
      update products p set sold_count = counted.amount
      from (
        select product_id, sum(quantity - cancelled_quantity)::int as amount
        from order_lines where product_id = any(${sql.param(productIds)}::uuid[]) group by product_id
      ) counted
      where p.id = counted.product_id and p.sold_count <> counted.amount`,
    )
    await refreshListings(ctx, productIds)
  })
}
