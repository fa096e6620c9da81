import type { Actor } from '#server/platform/actor'

export const mayChangeCategories = (actor: Actor) => actor.role === 'admin' || actor.role === 'system'
