import type { Actor } from '#server/platform/actor'

/** The marketplace's own; a shop's are for those who run it. */
export const mayLookAfterCoupons = (actor: Actor) => actor.role === 'admin' || actor.role === 'system'
