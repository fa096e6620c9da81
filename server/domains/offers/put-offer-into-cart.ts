import { putAgreedLine } from '#server/domains/cart'
import { lockToWrite, type Way } from '#server/domains/chat'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { isBought } from './end-offer'
import { findOffer } from './offer-locks'
import { notYoursToBuy, offerNotForSale, offerNotOpen } from './offers-errors'

/** Puts what was agreed back into the cart of its buyer, who has taken it out; what is in there is not put in twice. */
export function putOfferIntoCart(ctx: Context, actor: Actor, way: Way, offerId: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const { conversation, side } = await lockToWrite(ctx, actor, way)
    const { buyerId, variantId, quantity, unitMinor, state, agreedUntil } = await findOffer(ctx, conversation, offerId)
    if (side !== 'buyer') throw notYoursToBuy()
    if (state !== 'accepted') throw offerNotOpen(state)
    if (agreedUntil! <= ctx.now) throw offerNotOpen('expired')
    if (await isBought(ctx, { id: offerId })) throw offerNotOpen('bought')
    if (!variantId) throw offerNotForSale()
    await putAgreedLine(ctx, buyerId, { offerId, variantId, quantity, unitMinor })
  })
}
