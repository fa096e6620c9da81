import { and, eq } from 'drizzle-orm'
import { offers } from '#db/schema'
import { lockConversation, type ConversationRow } from '#server/domains/chat'
import type { Context } from '#server/platform/context'
import { canMoveOffer, type OfferState } from '#shared/lifecycles/offer'
import { offerNotFound, offersNotHere } from './offers-errors'

export type OfferRow = typeof offers.$inferSelect

/** An offer of a conversation that is locked, by which whatever happens to it happens one after the other. */
export async function findOffer(ctx: Context, { id }: Pick<ConversationRow, 'id'>, offerId: string): Promise<OfferRow> {
  const [offer] = await ctx.db
    .select()
    .from(offers)
    .where(and(eq(offers.id, offerId), eq(offers.conversationId, id)))
  if (!offer) throw offerNotFound()
  return offer
}

/** An offer with its conversation, locked for what the clock does to it. */
export async function lockOffer(ctx: Context, { id, conversationId }: Pick<OfferRow, 'id' | 'conversationId'>) {
  const conversation = await lockConversation(ctx, conversationId)
  if (!conversation) throw offerNotFound()
  return { conversation, offer: await findOffer(ctx, conversation, id) }
}

/** The account and the shop that can agree on a price. */
export function sidesOf({ buyerId, shopId }: ConversationRow): { buyerId: string; shopId: string } {
  if (!buyerId || !shopId) throw offersNotHere()
  return { buyerId, shopId }
}

/** Takes an offer from the state it was seen in to another; what is forbidden, or was seen wrong, is a bug. */
export async function moveOffer(
  ctx: Context,
  { id, state: from }: OfferRow,
  to: OfferState,
  values: Partial<Pick<OfferRow, 'answeredAt' | 'agreedUntil'>> = {},
): Promise<void> {
  if (!canMoveOffer(from, to)) throw new Error(`an offer does not go from ${from} to ${to}`)
  const moved = await ctx.db
    .update(offers)
    .set({ state: to, ...values })
    .where(and(eq(offers.id, id), eq(offers.state, from)))
    .returning({ id: offers.id })
  if (moved.length === 0) throw new Error('an offer was moved without the lock of its conversation')
}
