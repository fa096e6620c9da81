/** One attempt to buy a cart; it is born with its hold on stock and a payment to be made. */
export const CHECKOUT_STATUSES = [
  'paying',
  'completed', // there is an order group
  'failed', // the money came when the goods were gone, and goes back
  'expired', // it ended unpaid: its time was up, the buyer gave up, or started another
] as const
export type CheckoutStatus = (typeof CHECKOUT_STATUSES)[number]

/** Money that arrives after the end changes nothing here: it is answered by a refund. */
export const CHECKOUT_MOVES: Record<CheckoutStatus, readonly CheckoutStatus[]> = {
  paying: ['completed', 'failed', 'expired'],
  completed: [],
  failed: [],
  expired: [],
}

export const canMoveCheckout = (from: CheckoutStatus, to: CheckoutStatus) => CHECKOUT_MOVES[from].includes(to)
