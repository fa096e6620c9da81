import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'

/**
 * What the payment provider has kept of a payment, its refunds and its disputes, less what it gave back, as far as its book was
 * read. The caller has made sure that the asker may know.
 */
export async function providerFeesOf(ctx: Context, paymentId: string): Promise<number> {
  const [row] = await ctx.db.execute<{ minor: string }>(sql`
    select coalesce(sum(fee_minor), 0) as minor from provider_balance_entries
    where source_id in (
      select provider_object_id from payment_events where payment_id = ${paymentId} and kind = 'charged'
      union select provider_refund_id from refunds where payment_id = ${paymentId}
      union select provider_dispute_id from disputes where payment_id = ${paymentId}
    )`)
  return Number(row!.minor)
}
