import type { Actor } from '#server/platform/actor'
import type { ShopRole } from '#shared/lifecycles/shop'

export const mayChangeCategories = (actor: Actor) => actor.role === 'admin' || actor.role === 'system'

export const mayEditProducts = (role: ShopRole) => role !== 'staff'

/** Without a review: sellers submit. */
export const mayPublishProducts = (actor: Actor) => actor.role === 'system'

export const mayReviewProducts = (actor: Actor) => ['moderator', 'admin', 'system'].includes(actor.role)
