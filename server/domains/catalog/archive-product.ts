import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { lockOwnProduct, type ProductRow } from './catalog-locks'
import { moveProduct } from './move-product'

/** Takes a product off the shelves; its address says from then on that it is gone. */
export function archiveProduct(ctx: Context, actor: Actor, productId: string): Promise<ProductRow> {
  return inTransaction(ctx, async (ctx) => {
    const product = await lockOwnProduct(ctx, actor, productId)
    return product.status === 'archived' ? product : moveProduct(ctx, product, 'archived')
  })
}
