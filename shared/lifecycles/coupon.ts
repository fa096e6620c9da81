/** What a coupon gives. */
export const COUPON_KINDS = [
  'percent', // a share of the price of the things, in basis points
  'amount', // a sum off the price of the things, in minor units
  'free_shipping',
] as const
export type CouponKind = (typeof COUPON_KINDS)[number]

/** Who pays for the discount: each shop what is taken off its own order, or the marketplace, as if the full price had been paid. */
export const COUPON_BEARERS = ['shop', 'marketplace'] as const
export type CouponBearer = (typeof COUPON_BEARERS)[number]

/** What became of one use of a coupon. */
export const REDEMPTION_STATES = [
  'taken', // a checkout that is being paid
  'redeemed', // there is an order; cancelling it does not give the use back
  'released', // the checkout ended unpaid
] as const
export type RedemptionState = (typeof REDEMPTION_STATES)[number]

/** Where a coupon stands at a moment; the first that holds. */
export const COUPON_STATES = ['paused', 'over', 'used_up', 'planned', 'running'] as const
export type CouponState = (typeof COUPON_STATES)[number]

interface CouponTimes {
  active: boolean
  validFrom: Date | null
  validTo: Date | null
  used: number
  maxUses: number | null
}

export function couponStateOf({ active, validFrom, validTo, used, maxUses }: CouponTimes, now: Date): CouponState {
  if (!active) return 'paused'
  if (validTo && validTo <= now) return 'over'
  if (maxUses !== null && used >= maxUses) return 'used_up'
  if (validFrom && validFrom > now) return 'planned'
  return 'running'
}
