import { and, eq, gte, sql } from 'drizzle-orm'
import { paymentAllocations, refunds } from '#db/schema'
import { postOrphanCharge, postRefund, reverseCommission } from '#server/domains/ledger'
import type { Context } from '#server/platform/context'
import { refundTooHigh } from './payments-errors'
import type { PaymentRow, RefundRow } from './payments-locks'

interface RefundRequest {
  amountMinor: number
  reason: string
  /** The same request asks for one refund only. */
  requestKey: string
}

/** The order whose buyer gets money back; null where the money never became an order. */
type RefundedOrder = { id: string; shopId: string; totalMinor: number } | null

/**
 * Asks for money to go back, inside the transaction that has the reason for it: booked now, sent by a job after the
 * commit. The same request again gives the refund that is there. Throws `payments.refund_too_high`.
 */
export async function requestRefund(ctx: Context, payment: PaymentRow, order: RefundedOrder, request: RefundRequest): Promise<RefundRow> {
  const { amountMinor, reason, requestKey } = request
  const [refund] = await ctx.db
    .insert(refunds)
    .values({
      id: ctx.newId(),
      paymentId: payment.id,
      orderId: order?.id,
      amountMinor,
      currency: payment.currency,
      reason,
      requestKey,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    })
    .onConflictDoNothing({ target: refunds.requestKey })
    .returning()
  if (!refund) {
    const [known] = await ctx.db.select().from(refunds).where(eq(refunds.requestKey, requestKey))
    return known!
  }

  if (order) await bookOrderRefund(ctx, refund, order)
  else await postOrphanCharge(ctx, { id: payment.id, amountMinor, currency: payment.currency })
  await ctx.queue.publish(ctx.db, 'refund.requested', { refundId: refund.id })
  return refund
}

/** Never more than came in for the order, whatever happens at once: the allocation's guard says so. */
async function bookOrderRefund(ctx: Context, refund: RefundRow, order: NonNullable<RefundedOrder>): Promise<void> {
  const { id, amountMinor, paymentId, currency } = refund
  const [allocation] = await ctx.db
    .update(paymentAllocations)
    .set({ refundedMinor: sql`${paymentAllocations.refundedMinor} + ${amountMinor}` })
    .where(
      and(
        eq(paymentAllocations.paymentId, paymentId),
        eq(paymentAllocations.orderId, order.id),
        gte(sql`${paymentAllocations.capturedMinor} - ${paymentAllocations.refundedMinor}`, amountMinor),
      ),
    )
    .returning({ refundedMinor: paymentAllocations.refundedMinor })
  if (!allocation) throw refundTooHigh()

  const commissionMinor = await reverseCommission(ctx, order, allocation.refundedMinor)
  await postRefund(ctx, { id, shopId: order.shopId, amountMinor, commissionMinor, currency })
}
