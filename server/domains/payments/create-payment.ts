import { payments } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { PaymentRow } from './payments-locks'

/** A checkout has one intent, which the buyer may confirm again after a refusal: one attempt, so one charge. */
const ATTEMPT = 1

/** Writes down that money is to be taken, inside the transaction that puts the stock aside. Of nothing nothing is left to take. */
export async function createPayment(ctx: Context, checkout: { id: string; totalMinor: number; currency: string }): Promise<PaymentRow> {
  const [payment] = await ctx.db
    .insert(payments)
    .values({
      id: ctx.newId(),
      checkoutId: checkout.id,
      provider: ctx.gateway.name,
      attempt: ATTEMPT,
      status: checkout.totalMinor === 0 ? 'captured' : 'creating',
      amountMinor: checkout.totalMinor,
      currency: checkout.currency,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    })
    .returning()
  return payment!
}
