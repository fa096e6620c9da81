import type { Actor } from '#server/platform/actor'

/** The marketplace's own money is for admins to look after. */
export const mayReconcile = (actor: Actor) => actor.role === 'admin' || actor.role === 'system'
