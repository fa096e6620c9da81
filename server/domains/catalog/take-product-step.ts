import { readSettings } from '#server/domains/settings'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { takeStepSchema, type TakeStep } from '#shared/contracts/product-lifecycle'
import { canTakeStep, type ProductStatus, type ProductStep } from '#shared/lifecycles/product'
import { productCannotBecome } from './catalog-errors'
import { lockOwnProduct, type ProductRow } from './catalog-locks'
import { refuseIncomplete } from './check-product'
import { moveProduct } from './move-product'

/** Where each step leads, and where it has led already when it is asked for again. */
const LEADS_TO: Record<ProductStep, readonly [ProductStatus, ...ProductStatus[]]> = {
  submit: ['in_review', 'live'],
  withdraw: ['draft'],
  unpublish: ['draft'],
  archive: ['archived'],
  restore: ['draft'],
}

/**
 * Submits a product, takes it back, takes it off the shelves, archives it or gets it back from there; what has been done
 * already is not done again. A submitted product goes live at once where no review is asked for, but never after it was
 * rejected. Throws `catalog.status_conflict`, and `catalog.product_incomplete` with what the automatic checks found.
 */
export function takeProductStep(
  ctx: Context,
  actor: Actor,
  productId: string,
  input: TakeStep,
  expected: { shopId?: string } = {},
): Promise<ProductRow> {
  const { step, reason } = takeStepSchema.parse(input)

  return inTransaction(ctx, async (ctx) => {
    const product = await lockOwnProduct(ctx, actor, productId, expected.shopId)
    if (LEADS_TO[step].includes(product.status)) return product
    if (!canTakeStep(product.status, step)) throw productCannotBecome(product.status, LEADS_TO[step][0])
    if (step === 'submit') await refuseIncomplete(ctx, product)

    const to = step === 'submit' && !(await needsReview(ctx, product)) ? 'live' : LEADS_TO[step][0]
    return (await moveProduct(ctx, actor, product, { to, reason })).product
  })
}

const needsReview = async (ctx: Context, { status }: ProductRow) => status === 'rejected' || (await readSettings(ctx)).productReview
