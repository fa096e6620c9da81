import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { ProductRow } from './catalog-locks'
import { takeProductStep } from './take-product-step'

/** Takes a product off the shelves; its address says from then on that it is gone. */
export const archiveProduct = (ctx: Context, actor: Actor, productId: string): Promise<ProductRow> =>
  takeProductStep(ctx, actor, productId, { step: 'archive' })
