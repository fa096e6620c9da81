/** Money out to a shop: asked for and booked, on its way, arrived; or it did not get there and is free again. */
export const PAYOUT_STATUSES = ['requested', 'sent', 'paid', 'failed'] as const
export type PayoutStatus = (typeof PAYOUT_STATUSES)[number]

/** A bank may send back what had arrived. What failed stays so: what it was for is free, and another payout takes it. */
export const PAYOUT_MOVES: Record<PayoutStatus, readonly PayoutStatus[]> = {
  requested: ['sent', 'paid', 'failed'],
  sent: ['paid', 'failed'],
  paid: ['failed'],
  failed: [],
}

/** By a transfer of an admin's bank, or by the payment provider to the shop's account there. */
export const PAYOUT_METHODS = ['bank', 'provider'] as const
export type PayoutMethod = (typeof PAYOUT_METHODS)[number]

export const PAYOUT_SCHEDULES = ['weekly', 'monthly'] as const
export type PayoutSchedule = (typeof PAYOUT_SCHEDULES)[number]
