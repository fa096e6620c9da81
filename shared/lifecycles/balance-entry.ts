/** What the payment provider's book tells of the marketplace's balance there. */
export const BALANCE_ENTRY_KINDS = [
  'charge',
  'refund',
  'refund_failed', // what had left came back
  'dispute',
  'dispute_won',
  'transfer',
  'transfer_reversal',
  'payout', // to the marketplace's own bank
  'payout_failed',
  'fee', // that belongs to nothing else
  'other',
] as const
export type BalanceEntryKind = (typeof BALANCE_ENTRY_KINDS)[number]

/** What is compared: all that the provider and the ledger say of one payment, refund, dispute, payout or fee. */
export const RECONCILED_KINDS = ['charge', 'refund', 'dispute', 'transfer', 'payout', 'fee', 'other'] as const
export type ReconciledKind = (typeof RECONCILED_KINDS)[number]

export const RECONCILED_KIND_OF: Record<BalanceEntryKind, ReconciledKind> = {
  charge: 'charge',
  refund: 'refund',
  refund_failed: 'refund',
  dispute: 'dispute',
  dispute_won: 'dispute',
  transfer: 'transfer',
  transfer_reversal: 'transfer',
  payout: 'payout',
  payout_failed: 'payout',
  fee: 'fee',
  other: 'other',
}

/** Both say the same; they do not yet, and it is too early to worry; one says nothing; or they say different amounts. */
export const RECONCILED_STATES = ['matched', 'under_way', 'theirs_only', 'ours_only', 'differs'] as const
export type ReconciledState = (typeof RECONCILED_STATES)[number]

/** So long after it happened a difference may be on its way to be none. */
export const RECONCILE_GRACE_HOURS = 24
