import { eq } from 'drizzle-orm'
import { paymentAllocations, payments } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { PaymentRow } from './payments-locks'

/** What came in for an order, and what of it is on its way back. The order's lock keeps it still. */
export interface OrderPayment {
  payment: PaymentRow
  capturedMinor: number
  refundedMinor: number
}

/** The payment that an order was born of. */
export async function paymentOfOrder(ctx: Context, orderId: string): Promise<OrderPayment> {
  const [found] = await ctx.db
    .select({ payment: payments, capturedMinor: paymentAllocations.capturedMinor, refundedMinor: paymentAllocations.refundedMinor })
    .from(paymentAllocations)
    .innerJoin(payments, eq(payments.id, paymentAllocations.paymentId))
    .where(eq(paymentAllocations.orderId, orderId))
  if (!found) throw new Error(`order ${orderId} has no payment`)
  return found
}
