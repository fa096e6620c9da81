import { and, eq } from 'drizzle-orm'
import { stockHolds } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import { releaseHolds } from '#server/domains/catalog'
import { noteChange } from '#server/domains/chat'
import { systemActor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { OfferState } from '#shared/lifecycles/offer'
import { lockOffer, moveOffer, type OfferRow } from './offer-locks'

/** What must still hold of an offer once it is locked. */
type Due = (ctx: Context, offer: OfferRow) => Promise<boolean> | boolean

/**
 * Ends an offer that is still due: what nobody answered, and what was agreed and is not bought. While a checkout is buying it, it is
 * left alone, since what was put aside is that checkout's to give back; what was bought meanwhile is noted as that.
 */
export function endOffer(ctx: Context, known: Pick<OfferRow, 'id' | 'conversationId'>, isDue: Due): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const { conversation, offer } = await lockOffer(ctx, known)
    if (offer.state !== 'open' && offer.state !== 'accepted') return
    const to = (await isBought(ctx, offer)) ? 'bought' : 'expired'
    if (to === 'expired' && !(await isDue(ctx, offer))) return
    if (to === 'expired' && offer.state === 'accepted' && !(await releaseHolds(ctx, { kind: 'offer', id: offer.id }, 'expired'))) return

    await moveOffer(ctx, offer, to)
    await noteChange(ctx, conversation, offer.seq)
    await note(ctx, offer, to)
  })
}

/** The hold says so: it is consumed in the transaction that places the order. */
export async function isBought(ctx: Context, { id }: Pick<OfferRow, 'id'>): Promise<boolean> {
  return (await ctx.db.$count(stockHolds, and(eq(stockHolds.offerId, id), eq(stockHolds.state, 'consumed')))) > 0
}

const note = (ctx: Context, { conversationId, seq, shopId }: OfferRow, to: OfferState) =>
  recordAudit(ctx, systemActor, {
    ...{ action: `offers.${to}`, subject: { type: 'conversation', id: conversationId }, shopId },
    details: { seq },
  })
