import type { Actor } from '#server/platform/actor'

/** What the marketplace takes is for admins to say. */
export const maySetCommission = (actor: Actor) => actor.role === 'admin' || actor.role === 'system'
