import { eq } from 'drizzle-orm'
import type { payments } from '#db/schema'
import { refunds } from '#db/schema'
import type { Context } from '#server/platform/context'

/** A payment changes only while its checkout is locked. */
export type PaymentRow = typeof payments.$inferSelect
export type RefundRow = typeof refunds.$inferSelect

export async function lockRefund(ctx: Context, refundId: string): Promise<RefundRow | undefined> {
  const [refund] = await ctx.db.select().from(refunds).where(eq(refunds.id, refundId)).for('update')
  return refund
}
