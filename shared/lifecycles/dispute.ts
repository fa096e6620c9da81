/** A buyer's bank takes money back, or means to: until it has decided, and for whom. */
export const DISPUTE_STATUSES = ['open', 'won', 'lost'] as const
export type DisputeStatus = (typeof DISPUTE_STATUSES)[number]

export const DISPUTE_MOVES: Record<DisputeStatus, readonly DisputeStatus[]> = { open: ['won', 'lost'], won: [], lost: [] }

export const canMoveDispute = (from: DisputeStatus, to: DisputeStatus) => DISPUTE_MOVES[from].includes(to)

/** Why banks take money back, in kinds that people know; providers have more words for it. */
export const DISPUTE_REASONS = [
  'fraudulent',
  'not_received',
  'not_as_described',
  'duplicate',
  'refund_missing',
  'unrecognized',
  'other',
] as const
export type DisputeReason = (typeof DISPUTE_REASONS)[number]
