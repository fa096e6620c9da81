import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { lockOwnVariant } from './catalog-locks'
import { moveStock } from './stock-movements'

/** Puts a delivery on the shelf. */
export function receiveStock(ctx: Context, actor: Actor, variantId: string, input: { quantity: number; reason?: string }): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    await lockOwnVariant(ctx, actor, variantId)
    const { quantity, reason } = input
    await moveStock(ctx, 'received', [{ variantId, quantity }], { kind: 'delivery', id: null, userId: actor.userId, reason })
  })
}
