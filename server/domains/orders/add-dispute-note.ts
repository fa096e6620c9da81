import { and, eq } from 'drizzle-orm'
import { disputeNotes, disputes, disputeShares } from '#db/schema'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { DISPUTE_NOTES_MAX, type DisputeNote } from '#shared/contracts/disputes'
import { disputeDecided, disputeNotFound, orderNotFound, tooManyDisputeNotes } from './orders-errors'
import { lockShopOrder } from './orders-locks'

/** What a shop says for itself while a dispute is open; for those who run the shop. */
export function addDisputeNote(
  ctx: Context,
  actor: Actor,
  { shopId, number, shareId }: { shopId: string; number: string; shareId: string },
  { text }: DisputeNote,
): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    await requireMember(ctx, actor, shopId, 'manager')
    const found = await lockShopOrder(ctx, shopId, number)
    if (!found) throw orderNotFound()
    const [dispute] = await ctx.db
      .select({ status: disputes.status })
      .from(disputeShares)
      .innerJoin(disputes, eq(disputes.id, disputeShares.disputeId))
      .where(and(eq(disputeShares.id, shareId), eq(disputeShares.orderId, found.order.id)))
    if (!dispute) throw disputeNotFound()
    if (dispute.status !== 'open') throw disputeDecided()
    if ((await ctx.db.$count(disputeNotes, eq(disputeNotes.shareId, shareId))) >= DISPUTE_NOTES_MAX)
      throw tooManyDisputeNotes(DISPUTE_NOTES_MAX)

    await ctx.db.insert(disputeNotes).values({ id: ctx.newId(), shareId, userId: actor.userId, text, at: ctx.now })
  })
}
