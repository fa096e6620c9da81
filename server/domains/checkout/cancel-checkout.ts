import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { providerUnavailable } from '#server/platform/payment-gateway/gateway-errors'
import { paymentProcessing } from './checkout-errors'
import { findCheckout } from './checkout-locks'
import { endCheckout } from './end-checkout'
import { requireOwnCheckout } from './get-checkout'
import type { ShownCheckout } from './present-checkout'

/** The buyer gives up, and the stock goes back. If the money was faster, it is an order, as the answer says. */
export async function cancelCheckout(ctx: Context, actor: Actor, checkoutId: string): Promise<ShownCheckout> {
  await requireOwnCheckout(ctx, actor, checkoutId)
  const ending = await endCheckout(ctx, checkoutId)
  if (ending === 'processing') throw paymentProcessing()
  if (ending === 'unreachable') throw providerUnavailable()
  return { ...(await findCheckout(ctx, checkoutId))!, intent: null }
}
