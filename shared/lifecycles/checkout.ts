/** One attempt to buy a cart. */
export const CHECKOUT_STATUSES = ['open', 'paying', 'completed', 'failed', 'expired'] as const
export type CheckoutStatus = (typeof CHECKOUT_STATUSES)[number]

export const CHECKOUT_MOVES: Record<CheckoutStatus, readonly CheckoutStatus[]> = {
  open: ['paying', 'failed', 'expired'],
  paying: ['open', 'completed', 'failed', 'expired'],
  completed: [],
  // Money that arrives after the end still has to be answered, by an order or by a refund.
  failed: ['completed'],
  expired: ['completed'],
}

export const canMoveCheckout = (from: CheckoutStatus, to: CheckoutStatus) => CHECKOUT_MOVES[from].includes(to)
