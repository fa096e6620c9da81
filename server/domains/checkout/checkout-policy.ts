import type { Actor } from '#server/platform/actor'
import type { CheckoutRow } from './checkout-locks'

/** Whoever started it: the user, or the browser, which may have signed in since. */
export const mayPay = (actor: Actor, checkout: Pick<CheckoutRow, 'userId' | 'guestKey'>): boolean =>
  (checkout.userId !== null && checkout.userId === actor.userId) || (checkout.guestKey !== null && checkout.guestKey === actor.guestKey)

/** What the doctor finds is for admins, and for the marketplace's own tools. */
export const mayAskDoctor = (actor: Actor) => actor.role === 'admin' || actor.role === 'system'
