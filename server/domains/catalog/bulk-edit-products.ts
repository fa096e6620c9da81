import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { onceByKey, requestKeyOf } from '#server/platform/database/request-keys'
import { refusalOf } from '#server/platform/refusal-of'
import type { BulkChange, BulkEdit, BulkResult } from '#shared/contracts/product-lifecycle'
import { lockOwnProduct, type ProductRow } from './catalog-locks'
import { namingClashes } from './name-clashes'
import { clearCompareAt, repriceProduct } from './reprice-product'
import { setCategory } from './set-category'
import { setProductStock } from './set-product-stock'
import { takeProductStep } from './take-product-step'

/**
 * Makes one change to many products of a shop, each in a transaction of its own: what is refused for one changes nothing
 * for the others. Repeated with the same key, what was done is not done again, and what was refused is tried again.
 */
export async function bulkEditProducts(ctx: Context, actor: Actor, shopId: string, key: string, input: BulkEdit): Promise<BulkResult> {
  await requireMember(ctx, actor, shopId, 'manager')

  const items: BulkResult['items'] = []
  for (const id of input.productIds)
    items.push({ id, error: await refusalOf(() => editOnce(ctx, actor, { shopId, id, key }, input.change)) })
  return { items }
}

interface Which {
  shopId: string
  id: string
  key: string
}

const editOnce = (ctx: Context, actor: Actor, { shopId, id, key }: Which, change: BulkChange): Promise<void> =>
  namingClashes(() =>
    inTransaction(ctx, async (ctx) => {
      const product = await lockOwnProduct(ctx, actor, id, shopId)
      await onceByKey(ctx, requestKeyOf(actor, `bulk:${key}:${id}`, change), (ctx) => edit(ctx, actor, product, change))
    }),
  )

async function edit(ctx: Context, actor: Actor, product: ProductRow, change: BulkChange): Promise<void> {
  switch (change.kind) {
    case 'set_price':
    case 'change_price_by_percent':
    case 'change_price_by_amount':
      return repriceProduct(ctx, product, change)
    case 'clear_compare_at':
      return clearCompareAt(ctx, product)
    case 'set_stock':
      return setProductStock(ctx, actor, product, change.onHand)
    case 'set_category':
      return setCategory(ctx, product, change.categoryId)
    case 'move':
      await takeProductStep(ctx, actor, product.id, { step: change.step })
  }
}
