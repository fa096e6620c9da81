/** One attempt at the provider to take the money of a checkout. */
export const PAYMENT_ATTEMPT_STATUSES = ['creating', 'pending', 'captured', 'failed', 'cancelled'] as const
export type PaymentAttemptStatus = (typeof PAYMENT_ATTEMPT_STATUSES)[number]

export const PAYMENT_ATTEMPT_MOVES: Record<PaymentAttemptStatus, readonly PaymentAttemptStatus[]> = {
  creating: ['pending', 'captured', 'failed', 'cancelled'],
  pending: ['captured', 'failed', 'cancelled'],
  captured: [],
  // A provider may still take money after a decline or a cancellation that crossed it on the way.
  failed: ['captured'],
  cancelled: ['captured'],
}

export const canMovePayment = (from: PaymentAttemptStatus, to: PaymentAttemptStatus) => PAYMENT_ATTEMPT_MOVES[from].includes(to)

export const REFUND_STATUSES = ['requested', 'sent', 'succeeded', 'failed'] as const
export type RefundStatus = (typeof REFUND_STATUSES)[number]

/** What a provider has sent may come back after all, where the buyer's bank would not take it. */
export const REFUND_MOVES: Record<RefundStatus, readonly RefundStatus[]> = {
  requested: ['sent', 'succeeded', 'failed'],
  sent: ['succeeded', 'failed'],
  succeeded: ['failed'],
  failed: [],
}

export const canMoveRefund = (from: RefundStatus, to: RefundStatus) => REFUND_MOVES[from].includes(to)

/** What a refund is made of: pieces of a line, the shipping, or an amount on top of that. */
export const REFUND_PART_KINDS = ['line', 'shipping', 'extra'] as const
export type RefundPartKind = (typeof REFUND_PART_KINDS)[number]

/** The provider's facts about a payment, each recorded once. */
export const PAYMENT_EVENT_KINDS = [
  'charged',
  'declined',
  'cancelled',
  'refunded',
  'refund_failed',
  'disputed',
  'dispute_won',
  'dispute_lost',
] as const
export type PaymentEventKind = (typeof PAYMENT_EVENT_KINDS)[number]
