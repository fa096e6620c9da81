import { asc, eq, inArray } from 'drizzle-orm'
import { disputeNotes, disputes, disputeShares } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { AdminDisputeView } from '#shared/contracts/disputes'

/** What banks took back of orders and what was said to it, the oldest first. The caller has made sure that the asker may know. */
export async function readDisputes(ctx: Context, orderIds: readonly string[]): Promise<(orderId: string) => AdminDisputeView[]> {
  const rows = await ctx.db
    .select({ dispute: disputes, share: disputeShares })
    .from(disputeShares)
    .innerJoin(disputes, eq(disputes.id, disputeShares.disputeId))
    .where(inArray(disputeShares.orderId, [...orderIds]))
    .orderBy(asc(disputes.openedAt), asc(disputes.id))
  const notes =
    rows.length === 0
      ? []
      : await ctx.db
          .select()
          .from(disputeNotes)
          .where(
            inArray(
              disputeNotes.shareId,
              rows.map(({ share }) => share.id),
            ),
          )
          .orderBy(asc(disputeNotes.at), asc(disputeNotes.id))

  return (orderId) =>
    rows
      .filter(({ share }) => share.orderId === orderId)
      .map(({ dispute, share }) => ({
        id: share.id,
        status: dispute.status,
        amountMinor: share.amountMinor,
        heldMinor: share.heldMinor,
        reason: dispute.reason,
        openedAt: dispute.openedAt.toISOString(),
        respondBy: dispute.respondBy?.toISOString() ?? null,
        closedAt: dispute.closedAt?.toISOString() ?? null,
        notes: notes.filter(({ shareId }) => shareId === share.id).map(({ id, text, at }) => ({ id, text, at: at.toISOString() })),
        address: ctx.gateway.disputeAddress(dispute.providerDisputeId),
      }))
}
