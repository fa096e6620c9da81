import { payments } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { RowCollection } from '#server/platform/database/collect-rows'
import type { PaymentRow } from './payments-locks'

/** A checkout has one intent, which the buyer may confirm again after a refusal: one attempt, so one charge. */
const ATTEMPT = 1

/** Adds to `rows` that money is to be taken, inside the transaction that puts the stock aside. Of nothing nothing is left to take. */
export function createPayment(
  ctx: Context,
  checkout: { id: string; totalMinor: number; currency: string },
  rows: RowCollection,
): PaymentRow {
  const payment: PaymentRow = {
    id: ctx.newId(),
    checkoutId: checkout.id,
    provider: ctx.gateway.name,
    attempt: ATTEMPT,
    status: checkout.totalMinor === 0 ? 'captured' : 'creating',
    intentId: null,
    amountMinor: checkout.totalMinor,
    currency: checkout.currency,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  }
  rows.add(payments, [payment])
  return payment
}
