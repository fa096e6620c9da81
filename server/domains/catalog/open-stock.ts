import { stockLevels } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { ProductRow } from './catalog-locks'
import { moveStock } from './stock-movements'

export interface FirstStock {
  variantId: string
  onHand: number
  tracked: boolean
  backorder: boolean
  lowAt: number
}

/** Gives new variants of a product their counters and receives what lies on the shelf at first. Inside the transaction that makes them. */
export async function openStock(ctx: Context, actor: Actor, product: ProductRow, stock: readonly FirstStock[]): Promise<void> {
  await ctx.db.insert(stockLevels).values(stock.map(({ onHand: _, ...level }) => level))

  const received = stock.filter(({ onHand }) => onHand > 0).map(({ variantId, onHand }) => ({ variantId, quantity: onHand }))
  const reference = { kind: 'delivery', id: null, userId: actor.userId } as const
  await moveStock(ctx, 'received', received, reference, { isShown: product.status === 'live' })
}
