import { and, eq, sql } from 'drizzle-orm'
import { orderEvents, orders, refunds } from '#db/schema'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { moveOrder } from './move-order'

/** Writes into an order's timeline what became of a refund. Repeating it writes nothing twice. */
export function noteRefund(ctx: Context, refundId: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const [refund] = await ctx.db.select().from(refunds).where(eq(refunds.id, refundId))
    if (!refund?.orderId || (refund.status !== 'succeeded' && refund.status !== 'failed')) return
    const [order] = await ctx.db.select().from(orders).where(eq(orders.id, refund.orderId)).for('update')
    const kind = refund.status === 'succeeded' ? 'refunded' : 'refund_failed'
    const [known] = await ctx.db
      .select({ id: orderEvents.id })
      .from(orderEvents)
      .where(and(eq(orderEvents.orderId, order!.id), eq(orderEvents.kind, kind), sql`${orderEvents.details}->>'refundId' = ${refundId}`))
    if (known) return

    const { status, fulfilmentStatus } = order!
    await moveOrder(ctx, order!, { status, fulfilmentStatus }, [{ kind, details: { refundId, amountMinor: refund.amountMinor } }], null)
  })
}
