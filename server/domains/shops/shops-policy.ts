import { SHOP_ROLES, type ShopRole } from '#shared/lifecycles/shop'

/** Each role includes those after it. */
export const includesRole = (role: ShopRole, needed: ShopRole) => SHOP_ROLES.indexOf(role) <= SHOP_ROLES.indexOf(needed)
