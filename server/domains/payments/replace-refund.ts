import { eq } from 'drizzle-orm'
import { refunds } from '#db/schema'
import type { Context } from '#server/platform/context'
import { refundNotFailed } from './payments-errors'
import { lockRefund, type RefundRow } from './payments-locks'

/**
 * Asks anew for a refund of an order that the provider would not send. What it is for is booked already, so nothing is
 * booked again. Repeating it gives the one that is there. Throws `payments.refund_not_failed`.
 */
export async function replaceRefund(
  ctx: Context,
  orderId: string,
  refundId: string,
  userId: string | null,
): Promise<{ refund: RefundRow; isNew: boolean }> {
  const failed = await lockRefund(ctx, refundId)
  if (failed?.orderId !== orderId || failed.status !== 'failed') throw refundNotFailed()
  const [known] = await ctx.db.select().from(refunds).where(eq(refunds.replacesId, refundId))
  if (known) return { refund: known, isNew: false }

  const { paymentId, amountMinor, currency, reason, note } = failed
  const [refund] = await ctx.db
    .insert(refunds)
    .values({
      id: ctx.newId(),
      paymentId,
      orderId,
      amountMinor,
      currency,
      reason,
      note,
      userId,
      replacesId: refundId,
      requestKey: `instead-of:${refundId}`,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    })
    .returning()
  await ctx.queue.publish(ctx.db, 'refund.requested', { refundId: refund!.id })
  return { refund: refund!, isNew: true }
}
