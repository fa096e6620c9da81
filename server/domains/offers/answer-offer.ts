import { eq } from 'drizzle-orm'
import { users } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import { holdStock } from '#server/domains/catalog'
import { closedUntil, putAgreedLine } from '#server/domains/cart'
import {
  countMessage,
  findMessage,
  findSent,
  lockToWrite,
  noteAnsweredByShop,
  noteChange,
  presentMessage,
  refuseBlocked,
  refuseUnlessTwoSides,
  reopenForShop,
  type Way,
} from '#server/domains/chat'
import { roleInShop } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { DomainError } from '#server/platform/errors'
import type { MessageView } from '#shared/contracts/chat'
import { answerOfferSchema, type AnswerOffer } from '#shared/contracts/offers'
import { AGREED_HOURS, ANSWERS, mayAnswerOffer, offerStateAt } from '#shared/lifecycles/offer'
import { writeOffer } from './make-offer'
import { findOffer, moveOffer, type OfferRow } from './offer-locks'
import { offeredThing, refuseAbovePrice } from './offered-thing'
import { notYoursToAnswer, offerNotEnough, offerNotForSale, offerNotOpen, offerShopClosed } from './offers-errors'

const HOUR_MS = 60 * 60 * 1000

/**
 * Accepts, declines, counters or withdraws an offer; the same answer again changes nothing. Answers with the offer as it is then, or with the
 * one that counters it. What is refused with is listed at `answerOfferSchema`.
 */
export async function answerOffer(ctx: Context, actor: Actor, way: Way, offerId: string, input: AnswerOffer): Promise<MessageView> {
  const wanted = answerOfferSchema.parse(input)
  await countMessage(ctx, actor, way)

  return inTransaction(ctx, async (ctx) => {
    const taken = await lockToWrite(ctx, actor, way)
    const offer = await findOffer(ctx, taken.conversation, offerId)
    if (!mayAnswerOffer(wanted.answer, offer.madeBy, taken.side === 'shop' ? 'shop' : 'buyer')) throw notYoursToAnswer()
    const stored = wanted.answer === 'counter' ? await findSent(ctx, taken, wanted.clientId, 'offer') : null
    if (stored) return presentMessage(ctx, taken, stored)
    const state = offerStateAt(offer, ctx.now)
    const { to } = ANSWERS[wanted.answer]
    if (state !== 'open') {
      if (state === to && wanted.answer !== 'counter') return presentMessage(ctx, taken, await findMessage(ctx, taken, offer.seq))
      throw offerNotOpen(state)
    }

    // Whoever wants nothing of the other may still end what is open between them.
    if (wanted.answer === 'accept' || wanted.answer === 'counter') {
      await refuseUnlessTwoSides(ctx, actor, taken)
      refuseBlocked(taken.conversation)
    }
    await moveOffer(ctx, offer, to, { answeredAt: ctx.now, ...(wanted.answer === 'accept' ? { agreedUntil: agreedUntil(ctx) } : {}) })
    if (wanted.answer === 'accept') await keepForBuyer(ctx, offer)

    const { conversation, message } = await noteChange(ctx, taken.conversation, offer.seq)
    if (taken.side === 'shop' && (wanted.answer === 'accept' || wanted.answer === 'decline'))
      await noteAnsweredByShop(ctx, taken.conversation, message)
    if (taken.side === 'buyer' && wanted.answer === 'accept') await reopenForShop(ctx, conversation)
    const now = { ...taken, conversation }
    const shown = wanted.answer === 'counter' ? await writeOffer(ctx, now, { ...wanted, variantId: variantOf(offer) }) : message
    await recordAudit(ctx, actor, {
      ...{ action: `offers.${to}`, subject: { type: 'conversation', id: offer.conversationId }, shopId: way.shopId ?? undefined },
      details: { seq: offer.seq, ...(shown.seq === offer.seq ? {} : { counteredBy: shown.seq }) },
    })
    return presentMessage(ctx, now, shown)
  })
}

const agreedUntil = (ctx: Context) => new Date(ctx.now.getTime() + AGREED_HOURS * HOUR_MS)

function variantOf({ variantId }: OfferRow): string {
  if (!variantId) throw offerNotForSale()
  return variantId
}

/** Puts the stock aside and a line into the buyer's cart, at the agreed price, as long as that is still one that anybody would agree to. */
async function keepForBuyer(ctx: Context, offer: OfferRow): Promise<void> {
  if (!(await canBuy(ctx, offer))) throw offerNotForSale()
  const thing = await offeredThing(ctx, offer.shopId, offer.variantId)
  if (closedUntil(thing, ctx.now)) throw offerShopClosed()
  refuseAbovePrice(thing, offer)

  // The cart before the stock, as whoever starts to pay locks them.
  const { id: offerId, quantity, unitMinor } = offer
  await putAgreedLine(ctx, offer.buyerId, { offerId, variantId: thing.variantId, quantity, unitMinor })
  await holdStock(ctx, { kind: 'offer', id: offerId }, [{ variantId: thing.variantId, quantity }], agreedUntil(ctx)).catch(orNotEnough)
  await ctx.queue.publish(ctx.db, 'offer.accepted', { offerId })
}

function orNotEnough(error: unknown): never {
  throw error instanceof DomainError && error.code === 'catalog.stock_short' ? offerNotEnough() : error
}

/** Their account may be disabled since they offered, or they may have joined the shop. */
async function canBuy(ctx: Context, { buyerId, shopId }: OfferRow): Promise<boolean> {
  const [buyer] = await ctx.db.select({ role: users.role, status: users.status }).from(users).where(eq(users.id, buyerId))
  return buyer?.status === 'active' && (await roleInShop(ctx, { userId: buyerId, role: buyer.role }, shopId)) === null
}
