import type { Context } from '#server/platform/context'
import { DomainError } from '#server/platform/errors'
import type { CheckoutState } from './checkout-locks'
import type { ShownCheckout } from './present-checkout'

/** Asks the provider only while something is to be done there; when it is away the buyer is told to wait. */
export async function showCheckout(ctx: Context, state: CheckoutState): Promise<ShownCheckout> {
  const { checkout, payment } = state
  if (checkout.status !== 'paying' || payment.status !== 'pending' || !payment.intentId) return { ...state, intent: null }
  return { ...state, intent: await ctx.gateway.readIntent(payment.intentId).catch(orAway) }
}

function orAway(error: unknown): null {
  if (error instanceof DomainError && error.kind === 'unavailable') return null
  throw error
}
