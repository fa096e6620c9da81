/** Every state a shop can be in. Only an active one sells. */
export const SHOP_STATUSES = ['pending', 'active', 'suspended', 'closed'] as const
export type ShopStatus = (typeof SHOP_STATUSES)[number]

export const SHOP_MOVES: Record<ShopStatus, readonly ShopStatus[]> = {
  pending: ['active', 'closed'],
  active: ['suspended', 'closed'],
  suspended: ['active', 'closed'],
  closed: [],
}

export const canMoveShop = (from: ShopStatus, to: ShopStatus) => SHOP_MOVES[from].includes(to)

/** What a person may do for a shop; each role includes those after it. */
export const SHOP_ROLES = ['owner', 'manager', 'staff'] as const
export type ShopRole = (typeof SHOP_ROLES)[number]
