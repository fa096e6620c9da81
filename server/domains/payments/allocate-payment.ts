import { paymentAllocations } from '#db/schema'
import type { Context } from '#server/platform/context'
import { allocate } from '#shared/money'
import type { PaymentRow } from './payments-locks'

/** Spreads a payment over the orders it paid for, in proportion to their totals: to the cent, by largest remainder. */
export async function allocatePayment(
  ctx: Context,
  payment: PaymentRow,
  orders: readonly { id: string; totalMinor: number }[],
): Promise<void> {
  const parts = allocate(
    payment.amountMinor,
    orders.map(({ totalMinor }) => totalMinor),
  )
  await ctx.db
    .insert(paymentAllocations)
    .values(orders.map(({ id }, index) => ({ id: ctx.newId(), paymentId: payment.id, orderId: id, capturedMinor: parts[index]! })))
}
