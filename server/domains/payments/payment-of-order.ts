import { eq } from 'drizzle-orm'
import { paymentAllocations, payments } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { PaymentRow } from './payments-locks'

/** What came in for an order, and what of it is back or on its way. The order's lock keeps it still. */
export interface OrderPayment {
  payment: PaymentRow
  capturedMinor: number
  /** By refunds, and by the buyer's bank for good. */
  refundedMinor: number
  /** With the buyer's bank until it has decided. */
  disputedMinor: number
  chargedBackMinor: number
}

/** The payment that an order was born of. */
export async function paymentOfOrder(ctx: Context, orderId: string): Promise<OrderPayment> {
  const [found] = await ctx.db
    .select({ payment: payments, allocation: paymentAllocations })
    .from(paymentAllocations)
    .innerJoin(payments, eq(payments.id, paymentAllocations.paymentId))
    .where(eq(paymentAllocations.orderId, orderId))
  if (!found) throw new Error(`order ${orderId} has no payment`)
  const { capturedMinor, refundedMinor, disputedMinor, chargedBackMinor } = found.allocation
  return { payment: found.payment, capturedMinor, refundedMinor: refundedMinor + chargedBackMinor, disputedMinor, chargedBackMinor }
}
