/** Every state a shop can be in. Only an active one sells. */
export const SHOP_STATUSES = ['pending', 'active', 'suspended', 'closed'] as const
export type ShopStatus = (typeof SHOP_STATUSES)[number]

/** What a person may do for a shop; each role includes those after it. */
export const SHOP_ROLES = ['owner', 'manager', 'staff'] as const
export type ShopRole = (typeof SHOP_ROLES)[number]
