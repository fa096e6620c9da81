import { accessKeyOf } from '#server/domains/orders'
import { presentPayment } from '#server/domains/payments'
import type { Context } from '#server/platform/context'
import type { PaymentIntent } from '#server/platform/payment-gateway/payment-gateway'
import type { CheckoutView } from '#shared/contracts/checkout'
import type { CheckoutState } from './checkout-locks'

/** A checkout with what its provider says; null when it could not be asked or need not be. */
export interface ShownCheckout extends CheckoutState {
  intent: PaymentIntent | null
}

export const presentCheckout = (
  ctx: Pick<Context, 'config' | 'gateway' | 'now'>,
  { checkout, payment, groupNumber, refunded, intent }: ShownCheckout,
): CheckoutView => ({
  id: checkout.id,
  status: checkout.status,
  expiresAt: checkout.expiresAt.toISOString(),
  now: ctx.now.toISOString(),
  summary: checkout.snapshot,
  payment: presentPayment(ctx.gateway, payment, intent),
  orderGroup: groupNumber ? { number: groupNumber, key: accessKeyOf(ctx.config, groupNumber) } : null,
  refunded,
})
