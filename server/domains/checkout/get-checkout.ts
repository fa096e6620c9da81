import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { checkoutNotFound } from './checkout-errors'
import { findCheckout, type CheckoutState } from './checkout-locks'
import { mayPay } from './checkout-policy'
import type { ShownCheckout } from './present-checkout'
import { showCheckout } from './show-checkout'

/** A checkout for whoever started it. It changes nothing: money that has come is settled by `finalize`. */
export async function getCheckout(ctx: Context, actor: Actor, checkoutId: string): Promise<ShownCheckout> {
  return showCheckout(ctx, await requireOwnCheckout(ctx, actor, checkoutId))
}

export async function requireOwnCheckout(ctx: Context, actor: Actor, checkoutId: string): Promise<CheckoutState> {
  const state = await findCheckout(ctx, checkoutId)
  if (!state || !mayPay(actor, state.checkout)) throw checkoutNotFound()
  return state
}
