import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { rejectProductSchema, type RejectProduct } from '#shared/contracts/product-lifecycle'
import { lockProductToReview, type ProductRow } from './catalog-locks'
import { moveProduct } from './move-product'

/** Sends a product back to its seller, who is told why. Throws what `lockProductToReview` throws. */
export function rejectProduct(ctx: Context, actor: Actor, productId: string, input: RejectProduct): Promise<ProductRow> {
  const { version, reason } = rejectProductSchema.parse(input)

  return inTransaction(ctx, async (ctx) => {
    const product = await lockProductToReview(ctx, actor, productId, version)

    const { product: rejected, eventId } = await moveProduct(ctx, actor, product, { to: 'rejected', reason })
    await ctx.queue.publish(ctx.db, 'product.rejected', { productId, eventId })

    const subject = { type: 'product', id: productId }
    await recordAudit(ctx, actor, { action: 'catalog.product_rejected', subject, shopId: product.shopId, details: { version, reason } })
    return rejected
  })
}
