import { cartLines } from '#db/schema'
import type { Context } from '#server/platform/context'
import { openCart } from './add-to-cart'

/**
 * Puts what somebody has agreed on into their cart, as a line of its own that only they have: its price and its number are those of
 * the offer. It counts to no limit of how much fits in. Repeating it does nothing.
 */
export async function putAgreedLine(
  ctx: Context,
  userId: string,
  line: { offerId: string; variantId: string; quantity: number; unitMinor: number },
): Promise<void> {
  const cartId = await openCart(ctx, { userId, guestKey: null })
  const { unitMinor: unitPriceSeenMinor, ...what } = line
  await ctx.db
    .insert(cartLines)
    .values({ id: ctx.newId(), cartId, ...what, unitPriceSeenMinor, createdAt: ctx.now })
    .onConflictDoNothing({ target: [cartLines.cartId, cartLines.variantId, cartLines.offerId] })
}
