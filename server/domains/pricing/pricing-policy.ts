import type { Actor } from '#server/platform/actor'

export const mayChangeRates = (actor: Actor) => actor.role === 'admin' || actor.role === 'system'
