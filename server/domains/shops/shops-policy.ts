import type { Actor } from '#server/platform/actor'
import { SHOP_ROLES, type ShopRole } from '#shared/lifecycles/shop'

/** Each role includes those after it. */
export const includesRole = (role: ShopRole, needed: ShopRole) => SHOP_ROLES.indexOf(role) <= SHOP_ROLES.indexOf(needed)

const actsForMarketplace = (actor: Actor) => actor.role === 'admin' || actor.role === 'system'

/** People open shops of their own; the marketplace opens them for anybody. */
export const mayOpenShopFor = (actor: Actor, ownerId: string) => actor.userId === ownerId || actsForMarketplace(actor)

export const maySetShopStatus = actsForMarketplace
