import { and, eq, sql } from 'drizzle-orm'
import { products, slugHistory, stockHolds } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { lockOwnProduct } from './catalog-locks'
import { moveProduct } from './move-product'

/**
 * Deletes a product with everything it has, and answers true; its addresses stay taken when shoppers may have seen them, so
 * that they can say that it is gone. One that anybody has ordered, is ordering or has reviewed is
 * archived instead, because orders name what they are about for good.
 */
export function deleteOrArchiveProduct(ctx: Context, actor: Actor, productId: string): Promise<boolean> {
  return inTransaction(ctx, async (ctx) => {
    const product = await lockOwnProduct(ctx, actor, productId)
    // The stronger lock keeps out whoever would begin to order: a hold and a line name their variant.
    await ctx.db.execute(sql`select id from variants where product_id = ${productId} order by id for update`)
    if (await isInUse(ctx, productId)) {
      if (product.status !== 'archived') await moveProduct(ctx, actor, product, { to: 'archived' })
      return false
    }

    // Whatever shows it is told by the same way as for one that is taken off sale.
    if (product.status === 'live') await moveProduct(ctx, actor, product, { to: 'archived' })
    await ctx.db.delete(stockHolds).where(sql`${stockHolds.variantId} in (select id from variants where product_id = ${productId})`)
    if (product.publishedAt)
      await ctx.db.insert(slugHistory).values({ kind: 'product', slug: product.slug, targetId: productId, createdAt: ctx.now })
    else await ctx.db.delete(slugHistory).where(and(eq(slugHistory.kind, 'product'), eq(slugHistory.targetId, productId)))
    await ctx.db.delete(products).where(eq(products.id, productId))
    return true
  })
}

async function isInUse(ctx: Context, productId: string): Promise<boolean> {
  const [row] = await ctx.db.execute<{ used: boolean }>(sql`
    select exists (select from reviews where product_id = ${productId}) or exists (
      select from variants v where v.product_id = ${productId} and (
        exists (select from order_lines where variant_id = v.id)
        or exists (select from stock_holds where variant_id = v.id and state in ('active', 'consumed'))
      )
    ) as used`)
  return row!.used
}
