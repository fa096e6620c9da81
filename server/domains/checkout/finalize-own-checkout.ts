import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { finalizeCheckout } from './finalize-checkout'
import { requireOwnCheckout } from './get-checkout'
import type { ShownCheckout } from './present-checkout'
import { showCheckout } from './show-checkout'

/** The buyer is back from the provider, or asks whether it is done. */
export async function finalizeOwnCheckout(ctx: Context, actor: Actor, checkoutId: string): Promise<ShownCheckout> {
  const state = await requireOwnCheckout(ctx, actor, checkoutId)
  if (state.checkout.status !== 'paying') return showCheckout(ctx, state)

  return (await finalizeCheckout(ctx, checkoutId))!
}
