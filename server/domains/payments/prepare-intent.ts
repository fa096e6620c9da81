import { and, eq } from 'drizzle-orm'
import { payments } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { PaymentIntent } from '#server/platform/payment-gateway/payment-gateway'
import type { PaymentRow } from './payments-locks'

/**
 * Makes the intent of a payment that is still being created; never inside a transaction. Repeating it finds the same
 * intent. Null when the payment was called off meanwhile: nobody has seen the intent, so it cannot be paid.
 */
export async function prepareIntent(ctx: Context, payment: PaymentRow): Promise<PaymentIntent | null> {
  const intent = await ctx.gateway.createIntent({
    amountMinor: payment.amountMinor,
    currency: payment.currency,
    metadata: { checkoutId: payment.checkoutId },
    transferGroup: payment.checkoutId,
    idempotencyKey: `${payment.checkoutId}:${payment.attempt}`,
  })

  const pending = await ctx.db
    .update(payments)
    .set({ status: 'pending', intentId: intent.id, updatedAt: ctx.now })
    .where(and(eq(payments.id, payment.id), eq(payments.status, 'creating')))
    .returning({ id: payments.id })
  if (pending.length > 0) return intent

  const [current] = await ctx.db.select({ intentId: payments.intentId }).from(payments).where(eq(payments.id, payment.id))
  if (current?.intentId === intent.id) return intent
  await ctx.gateway.cancelIntent(intent.id)
  return null
}
