import { and, eq, gte, sql } from 'drizzle-orm'
import { paymentAllocations, refundParts, refunds } from '#db/schema'
import { postOrphanCharge, postRefund, reverseCommission, type PromotionBack } from '#server/domains/ledger'
import type { Context } from '#server/platform/context'
import type { RefundPartKind } from '#shared/lifecycles/payment'
import { refundTooHigh } from './payments-errors'
import type { PaymentRow, RefundRow } from './payments-locks'

/** Pieces of a line, the shipping, or an amount on top. */
export interface RefundPart {
  kind: RefundPartKind
  orderLineId: string | null
  quantity: number
  amountMinor: number
}

interface RefundRequest {
  amountMinor: number
  reason: string
  note?: string
  userId?: string | null
  /** What it is made of, where it is for an order; they sum to the amount. */
  parts?: readonly RefundPart[]
  /** What comes back with it to the marketplace, of what it gave for a discount of the order. */
  promotion?: PromotionBack | null
  /** The same request asks for one refund only. */
  requestKey: string
}

/** The order whose buyer gets money back; null where the money never became an order. */
type RefundedOrder = { id: string; shopId: string; totalMinor: number; releasedAt: Date | null } | null

/**
 * Asks for money to go back, inside the transaction that has the reason for it: booked now, sent by a job after the
 * commit. The same request again gives the refund that is there. Throws `payments.refund_too_high`.
 */
export async function requestRefund(ctx: Context, payment: PaymentRow, order: RefundedOrder, request: RefundRequest): Promise<RefundRow> {
  const { amountMinor, reason, note, userId, parts = [], promotion = null, requestKey } = request
  const [refund] = await ctx.db
    .insert(refunds)
    .values({
      id: ctx.newId(),
      paymentId: payment.id,
      orderId: order?.id,
      amountMinor,
      currency: payment.currency,
      reason,
      note,
      userId,
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

  if (parts.length > 0) await ctx.db.insert(refundParts).values(parts.map((part) => ({ id: ctx.newId(), refundId: refund.id, ...part })))
  if (order) await bookOrderRefund(ctx, refund, order, promotion)
  else await postOrphanCharge(ctx, { id: payment.id, amountMinor, currency: payment.currency })
  await ctx.queue.publish(ctx.db, 'refund.requested', { refundId: refund.id })
  return refund
}

/** Never more than came in for the order, whatever happens at once: the allocation's guard says so. */
async function bookOrderRefund(
  ctx: Context,
  refund: RefundRow,
  order: NonNullable<RefundedOrder>,
  promotion: PromotionBack | null,
): Promise<void> {
  const { id, amountMinor, paymentId, currency } = refund
  const [allocation] = await ctx.db
    .update(paymentAllocations)
    .set({ refundedMinor: sql`${paymentAllocations.refundedMinor} + ${amountMinor}` })
    .where(
      and(
        eq(paymentAllocations.paymentId, paymentId),
        eq(paymentAllocations.orderId, order.id),
        gte(
          sql`${paymentAllocations.capturedMinor} - ${paymentAllocations.refundedMinor} - ${paymentAllocations.disputedMinor} - ${paymentAllocations.chargedBackMinor}`,
          amountMinor,
        ),
      ),
    )
    .returning({ goneMinor: sql<number>`${paymentAllocations.refundedMinor} + ${paymentAllocations.chargedBackMinor}`.mapWith(Number) })
  if (!allocation) throw refundTooHigh()

  const commissionMinor = await reverseCommission(ctx, order, allocation.goneMinor, promotion)
  await postRefund(ctx, {
    id,
    orderId: order.id,
    shopId: order.shopId,
    amountMinor,
    commissionMinor,
    promotionMinor: promotion?.amountMinor ?? 0,
    currency,
    isReleased: order.releasedAt !== null,
  })
}
