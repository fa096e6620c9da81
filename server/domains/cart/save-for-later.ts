import { and, eq, isNull, sql } from 'drizzle-orm'
import { cartLines, carts, variants } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { CART_LINES_MAX, SAVED_LINES_MAX } from '#shared/contracts/cart'
import { agreedLine, cartFull, cartLineNotFound, savedFull } from './cart-errors'
import { cartOwner, ownedBy } from './cart-owner'

/** Takes a line out of what is bought and keeps it beside the cart. Saving what is saved is fine. */
export const saveForLater = (ctx: Context, actor: Actor, lineId: string): Promise<void> => move(ctx, actor, lineId, 'saved')

/** Puts a saved line into the cart again, as many as it was and at the price it has now. */
export const putBackIntoCart = (ctx: Context, actor: Actor, lineId: string): Promise<void> => move(ctx, actor, lineId, 'cart')

function move(ctx: Context, actor: Actor, lineId: string, place: 'cart' | 'saved'): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const owner = cartOwner(actor)
    const [cart] = owner ? await ctx.db.select({ id: carts.id }).from(carts).where(ownedBy(owner)).for('update') : []
    const isThere = place === 'cart' ? isNull(cartLines.savedAt) : sql`${cartLines.savedAt} is not null`
    const [line] = cart
      ? await ctx.db
          .select({ isMoved: sql<boolean>`${isThere}`, offerId: cartLines.offerId })
          .from(cartLines)
          .where(and(eq(cartLines.id, lineId), eq(cartLines.cartId, cart.id)))
      : []
    if (!line) throw cartLineNotFound()
    if (line.isMoved) return
    if (line.offerId !== null) throw agreedLine()

    const most = place === 'cart' ? CART_LINES_MAX : SAVED_LINES_MAX
    if ((await ctx.db.$count(cartLines, and(eq(cartLines.cartId, cart!.id), isNull(cartLines.offerId), isThere))) >= most)
      throw place === 'cart' ? cartFull(most) : savedFull(most)

    await ctx.db
      .update(cartLines)
      .set({
        savedAt: place === 'cart' ? null : ctx.now,
        unitPriceSeenMinor: sql`(select ${variants.priceMinor} from ${variants} where ${variants.id} = ${cartLines.variantId})`,
      })
      .where(eq(cartLines.id, lineId))
    await ctx.db.update(carts).set({ updatedAt: ctx.now }).where(eq(carts.id, cart!.id))
  })
}
