import { and, eq, inArray } from 'drizzle-orm'
import { offers } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import {
  addMessage,
  countMessage,
  findSent,
  lockToWrite,
  presentMessage,
  refuseBlocked,
  refuseUnlessTwoSides,
  replyAutomatically,
  type MessageRow,
  type Taken,
  type Way,
} from '#server/domains/chat'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { MessageView } from '#shared/contracts/chat'
import { makeOfferSchema, type MakeOffer } from '#shared/contracts/offers'
import { OFFERS_AT_ONCE } from '#shared/lifecycles/offer'
import { sidesOf } from './offer-locks'
import { offeredThing, refuseAbovePrice } from './offered-thing'
import { tooManyOffers } from './offers-errors'

const HOUR_MS = 60 * 60 * 1000

/** Offers a price in a conversation, once: what was offered with the same `clientId` before is answered as it stands. */
export async function makeOffer(ctx: Context, actor: Actor, way: Way, input: MakeOffer): Promise<MessageView> {
  const offer = makeOfferSchema.parse(input)
  await countMessage(ctx, actor, way)

  return inTransaction(ctx, async (ctx) => {
    const taken = await lockToWrite(ctx, actor, way)
    const stored = await findSent(ctx, taken, offer.clientId, 'offer')
    if (stored) return presentMessage(ctx, taken, stored)

    await refuseUnlessTwoSides(ctx, actor, taken)
    refuseBlocked(taken.conversation)
    const message = await writeOffer(ctx, taken, offer)
    const { conversationId, seq } = message
    const subject = { type: 'conversation', id: conversationId }
    const { quantity, unitMinor, variantId } = offer
    await recordAudit(ctx, actor, {
      ...{ action: 'offers.made', subject, shopId: way.shopId ?? undefined },
      details: { seq, variantId, quantity, unitMinor },
    })
    if (taken.side === 'buyer') await replyAutomatically(ctx, conversationId)
    return presentMessage(ctx, taken, message)
  })
}

/** The message that offers a price, in a locked conversation with room for it. */
export async function writeOffer(
  ctx: Context,
  taken: Taken,
  { clientId, variantId, quantity, unitMinor, hours }: MakeOffer,
): Promise<MessageRow> {
  const { conversation, side } = taken
  const sides = sidesOf(conversation)
  const underWay = and(eq(offers.conversationId, conversation.id), inArray(offers.state, ['open', 'accepted']))
  if ((await ctx.db.$count(offers, underWay)) >= OFFERS_AT_ONCE) throw tooManyOffers(OFFERS_AT_ONCE)
  const thing = await offeredThing(ctx, sides.shopId, variantId)
  const { productId, productSlug, title, optionLabel, currency } = thing
  refuseAbovePrice(thing, { unitMinor, currency })

  const message = await addMessage(ctx, taken, { clientId, kind: 'offer' })
  await ctx.db.insert(offers).values({
    ...{ id: ctx.newId(), conversationId: conversation.id, seq: message.seq, ...sides, variantId },
    ...{ productId, productSlug, title, optionLabel, currency, quantity, unitMinor },
    madeBy: side === 'shop' ? 'shop' : 'buyer',
    expiresAt: new Date(ctx.now.getTime() + hours * HOUR_MS),
    createdAt: ctx.now,
  })
  return message
}
