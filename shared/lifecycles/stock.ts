/** Every way stock changes, with its effect on (on hand, reserved) of one unit. `adjusted` carries its own sign. */
export const STOCK_MOVEMENT_KINDS = ['received', 'held', 'released', 'sold', 'shipped', 'cancelled', 'returned', 'adjusted'] as const
export type StockMovementKind = (typeof STOCK_MOVEMENT_KINDS)[number]

export const STOCK_EFFECTS: Record<StockMovementKind, { onHand: -1 | 0 | 1; reserved: -1 | 0 | 1 }> = {
  received: { onHand: 1, reserved: 0 },
  held: { onHand: 0, reserved: 1 },
  released: { onHand: 0, reserved: -1 },
  // The hold becomes the order's reservation, so nothing moves until the parcel leaves.
  sold: { onHand: 0, reserved: 0 },
  shipped: { onHand: -1, reserved: -1 },
  cancelled: { onHand: 0, reserved: -1 },
  returned: { onHand: 1, reserved: 0 },
  adjusted: { onHand: 1, reserved: 0 },
}

export const HOLD_STATES = ['active', 'consumed', 'released', 'expired'] as const
export type HoldState = (typeof HOLD_STATES)[number]

export const HOLD_OWNER_KINDS = ['checkout', 'offer'] as const
export type HoldOwnerKind = (typeof HOLD_OWNER_KINDS)[number]
