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
