import type { Actor } from '#server/platform/actor'

export const mayLookAfterSearch = (actor: Actor) => actor.role === 'admin' || actor.role === 'system'
