import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'

/**
 * Notes that little is left of live products' variants and announces it, once until they are refilled: of two at once
 * one finds the note of the other.
 */
export function alertLowStock(ctx: Context, variantIds: readonly string[]): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const low = await ctx.db.execute<{ variantId: string; shopId: string }>(sql`
      with locked as (
        select level.variant_id from stock_levels level
        where level.variant_id = any(${sql.param([...variantIds])}::uuid[]) order by level.variant_id for no key update
      )
      update stock_levels level set low_alerted_at = ${ctx.now.toISOString()}::timestamptz
      from locked, variants v join products p on p.id = v.product_id
      where level.variant_id = locked.variant_id and v.id = level.variant_id and p.status = 'live' and level.low_alerted_at is null
        and level.tracked and not level.backorder and level.on_hand - level.reserved <= level.low_at
      returning level.variant_id as "variantId", v.shop_id as "shopId"`)

    for (const shopId of new Set(low.map(({ shopId }) => shopId))) {
      const ofShop = low.filter((row) => row.shopId === shopId).map(({ variantId }) => variantId)
      await ctx.queue.publish(ctx.db, 'stock.low', { shopId, variantIds: ofShop.sort(), noticeId: ctx.newId() })
    }
  })
}
