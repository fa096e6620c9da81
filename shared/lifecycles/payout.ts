/** Money out to a shop: asked for and booked, on its way, arrived; or it did not get there and is free again. */
export const PAYOUT_STATUSES = ['requested', 'sent', 'paid', 'failed'] as const
export type PayoutStatus = (typeof PAYOUT_STATUSES)[number]

/** What failed stays so: what it was for is free, and another payout takes it. */
export const PAYOUT_MOVES: Record<PayoutStatus, readonly PayoutStatus[]> = {
  requested: ['sent', 'paid', 'failed'],
  sent: ['paid', 'failed'],
  paid: [],
  failed: [],
}

/** The states from which a payout may come to one. */
export const movesToPayout = (to: PayoutStatus): PayoutStatus[] => PAYOUT_STATUSES.filter((from) => PAYOUT_MOVES[from].includes(to))

/** By a transfer of an admin's bank, or by the payment provider to the shop's account there. */
export const PAYOUT_METHODS = ['bank', 'provider'] as const
export type PayoutMethod = (typeof PAYOUT_METHODS)[number]

export const PAYOUT_SCHEDULES = ['weekly', 'monthly'] as const
export type PayoutSchedule = (typeof PAYOUT_SCHEDULES)[number]
