import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { ApproveProduct } from '#shared/contracts/product-lifecycle'
import { lockProductToReview, type ProductRow } from './catalog-locks'
import { refuseIncomplete } from './check-product'
import { moveProduct } from './move-product'

/** Lets a product through. Throws what `lockProductToReview` throws, and `catalog.product_incomplete`. */
export function approveProduct(ctx: Context, actor: Actor, productId: string, { version }: ApproveProduct): Promise<ProductRow> {
  return inTransaction(ctx, async (ctx) => {
    const product = await lockProductToReview(ctx, actor, productId, version)
    await refuseIncomplete(ctx, product)

    const { product: live } = await moveProduct(ctx, actor, product, { to: 'live' })

    const subject = { type: 'product', id: productId }
    await recordAudit(ctx, actor, { action: 'catalog.product_approved', subject, shopId: product.shopId, details: { version } })
    return live
  })
}
