import { and, eq, inArray } from 'drizzle-orm'
import { cartLines, carts } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { cartOwner, nobody, ownedBy } from './cart-owner'

/** Takes a line out. Taking out what is not there is fine. */
export async function removeCartLine(ctx: Context, actor: Actor, lineId: string): Promise<void> {
  const owner = cartOwner(actor)
  const own = ctx.db
    .select({ id: carts.id })
    .from(carts)
    .where(owner ? ownedBy(owner) : nobody)
  await ctx.db.delete(cartLines).where(and(eq(cartLines.id, lineId), inArray(cartLines.cartId, own)))
}
