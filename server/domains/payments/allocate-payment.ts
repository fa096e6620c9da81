import { paymentAllocations } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { RowCollection } from '#server/platform/database/collect-rows'
import { allocate } from '#shared/money'
import type { PaymentRow } from './payments-locks'

/** Spreads a payment over the orders it paid for, in proportion to their totals: to the cent, by largest remainder. Adds it to `rows`. */
export function allocatePayment(
  ctx: Context,
  payment: PaymentRow,
  orders: readonly { id: string; totalMinor: number }[],
  rows: RowCollection,
): void {
  const parts = allocate(
    payment.amountMinor,
    orders.map(({ totalMinor }) => totalMinor),
  )
  rows.add(
    paymentAllocations,
    orders.map(({ id }, index) => ({ id: ctx.newId(), paymentId: payment.id, orderId: id, capturedMinor: parts[index]! })),
  )
}
