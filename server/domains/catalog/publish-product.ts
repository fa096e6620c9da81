import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { productIncomplete, reviewNotYours } from './catalog-errors'
import { lockOwnProduct, type ProductRow } from './catalog-locks'
import { mayPublishProducts } from './catalog-policy'
import { moveProduct } from './move-product'

/**
 * Shows a product to shoppers without checks or a review: for demo data and the operator's tool. Sellers submit.
 * Throws `catalog.review_not_allowed` to people, and `catalog.product_incomplete` while it has no category.
 */
export function publishProduct(ctx: Context, actor: Actor, productId: string): Promise<ProductRow> {
  return inTransaction(ctx, async (ctx) => {
    if (!mayPublishProducts(actor)) throw reviewNotYours()
    const product = await lockOwnProduct(ctx, actor, productId)
    if (product.status === 'live') return product
    if (!product.categoryId) throw productIncomplete(['category'])

    return (await moveProduct(ctx, actor, product, { to: 'live' })).product
  })
}
