import type { Actor } from '#server/platform/actor'

export const mayChangeSettings = (actor: Actor) => actor.role === 'admin' || actor.role === 'system'
