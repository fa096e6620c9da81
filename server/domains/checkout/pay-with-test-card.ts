import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { PaymentIntent } from '#server/platform/payment-gateway/payment-gateway'
import { asTestGateway, type TestGateway } from '#server/platform/payment-gateway/test-gateway'
import type { AuthenticateTest, PayWithTestCard } from '#shared/contracts/payments'
import { checkoutOver, notTestPayments } from './checkout-errors'
import { settleCheckout } from './finalize-checkout'
import { requireOwnCheckout } from './get-checkout'
import type { ShownCheckout } from './present-checkout'

/** The buyer types a test card: what the form of a real provider does in the browser. */
export const payWithTestCard = (ctx: Context, actor: Actor, checkoutId: string, { cardNumber }: PayWithTestCard): Promise<ShownCheckout> =>
  confirm(ctx, actor, checkoutId, (gateway, intentId) => gateway.confirm(intentId, cardNumber))

/** The buyer answers the bank's question. */
export const authenticateTest = (ctx: Context, actor: Actor, checkoutId: string, { outcome }: AuthenticateTest): Promise<ShownCheckout> =>
  confirm(ctx, actor, checkoutId, (gateway, intentId) => gateway.authenticate(intentId, outcome))

/** An intent that can be paid is paid, also a moment after the time is up: the provider, not our clock, has the last word. */
async function confirm(
  ctx: Context,
  actor: Actor,
  checkoutId: string,
  act: (gateway: TestGateway, intentId: string) => Promise<PaymentIntent>,
): Promise<ShownCheckout> {
  const gateway = asTestGateway(ctx.gateway)
  if (!gateway) throw notTestPayments()
  const { checkout, payment, ...rest } = await requireOwnCheckout(ctx, actor, checkoutId)
  if (checkout.status === 'completed') return { checkout, payment, ...rest, intent: null }
  if (checkout.status !== 'paying' || !payment.intentId) throw checkoutOver()

  const intent = await act(gateway, payment.intentId)
  if (intent.status === 'cancelled') throw checkoutOver()
  return { ...(await settleCheckout(ctx, checkoutId, intent))!, intent }
}
