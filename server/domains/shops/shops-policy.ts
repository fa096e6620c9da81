import type { Actor } from '#server/platform/actor'
import { SHOP_ROLES, type ShopRole } from '#shared/lifecycles/shop'

/** Each role includes those after it. */
export const includesRole = (role: ShopRole, needed: ShopRole) => SHOP_ROLES.indexOf(role) <= SHOP_ROLES.indexOf(needed)

const actsForMarketplace = (actor: Actor) => actor.role === 'admin' || actor.role === 'system'

/** People open shops of their own; the marketplace opens them for anybody. */
export const mayOpenShopFor = (actor: Actor, ownerId: string) => actor.userId === ownerId || actsForMarketplace(actor)

export const maySetShopStatus = actsForMarketplace

/** Admins look at every shop. */
export const mayListShops = actsForMarketplace

/** Where the money goes is for owners to see and to change. */
export const maySeePayout = (role: ShopRole) => includesRole(role, 'owner')

/** Owners ask for the shop to be opened. */
export const maySubmitShop = (role: ShopRole) => includesRole(role, 'owner')

/** Owners say who acts for their shop. */
export const mayManageMembers = (role: ShopRole) => includesRole(role, 'owner')

/** Everybody may leave; owners also let others go. */
export const mayEndMembership = (actor: Actor, userId: string) => actor.userId === userId

/** An invitation is for whoever has proven that the invited address is theirs. */
export const mayAnswerInvitation = (actor: Actor, { email }: { email: string }) =>
  actor.userId !== null && actor.emailVerified && actor.email?.toLowerCase() === email.toLowerCase()

/** What the shop has earned is for those who run it. */
export const maySeeMoney = (role: ShopRole) => includesRole(role, 'manager')
