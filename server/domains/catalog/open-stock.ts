import { stockLevels, stockMovements } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'

export interface FirstStock {
  variantId: string
  onHand: number
  tracked: boolean
  backorder: boolean
  lowAt: number
}

/** Gives new variants their counters, and a movement for what lies on the shelf at first. Inside the transaction that makes them. */
export async function openStock(ctx: Context, actor: Actor, stock: readonly FirstStock[]): Promise<void> {
  await ctx.db.insert(stockLevels).values([...stock])

  const received = stock.filter(({ onHand }) => onHand > 0)
  if (received.length === 0) return
  await ctx.db.insert(stockMovements).values(
    received.map(({ variantId, onHand }) => ({
      id: ctx.newId(),
      variantId,
      kind: 'received' as const,
      quantity: onHand,
      onHandDelta: onHand,
      reservedDelta: 0,
      userId: actor.userId,
      reason: 'first stock',
      createdAt: ctx.now,
    })),
  )
}
