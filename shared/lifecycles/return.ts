/** Every state a return can be in, in the order a happy return visits them. */
export const RETURN_STATUSES = [
  'requested',
  'approved', // the buyer may send it, or keeps it
  'declined', // the shop does not take it back
  'in_transit', // the buyer has sent it
  'received', // it is with the shop, which looks at it
  'refunded', // taken back, and the money for it is on its way
  'rejected', // it came, and is not taken back
  'closed', // nothing more happens: it was withdrawn, never sent, or its end is long ago
] as const
export type ReturnStatus = (typeof RETURN_STATUSES)[number]

/** The whole state machine. A parcel may arrive that nobody said was sent; an admin may decide otherwise until it is closed. */
export const RETURN_MOVES: Record<ReturnStatus, readonly ReturnStatus[]> = {
  requested: ['approved', 'declined', 'closed'],
  approved: ['in_transit', 'received', 'refunded', 'closed'],
  declined: ['approved', 'closed'],
  in_transit: ['received'],
  received: ['refunded', 'rejected'],
  refunded: ['closed'],
  rejected: ['refunded', 'closed'],
  closed: [],
}

/** Whose pieces cannot be asked for once more, and whose money waits. */
export const OPEN_RETURN_STATUSES = ['requested', 'approved', 'in_transit', 'received'] as const satisfies readonly ReturnStatus[]

/** The buyer sends it back, or keeps it and gets money all the same. */
export const RETURN_HANDLINGS = ['send', 'keep'] as const
export type ReturnHandling = (typeof RETURN_HANDLINGS)[number]

/** Why a buyer sends something back … */
export const RETURN_REASONS = ['changed_mind', 'does_not_fit', 'damaged', 'wrong_item', 'not_as_described', 'late', 'other'] as const
export type ReturnReason = (typeof RETURN_REASONS)[number]

/** … and why it is not taken back, before it was sent or after it came. */
export const RETURN_REFUSALS = ['too_late', 'used', 'incomplete', 'made_to_order', 'hygiene', 'not_ours', 'other'] as const
export type ReturnRefusal = (typeof RETURN_REFUSALS)[number]

interface Standing {
  status: ReturnStatus
  handling: ReturnHandling | null
}

export const canMoveReturn = (from: ReturnStatus, to: ReturnStatus) => RETURN_MOVES[from].includes(to)

/** The buyer thinks again before anything is on its way. */
export const canWithdraw = ({ status, handling }: Standing) => status === 'requested' || (status === 'approved' && handling === 'send')
export const canSendBack = ({ status, handling }: Standing) => status === 'approved' && handling === 'send'
export const canReceive = ({ status, handling }: Standing) => canSendBack({ status, handling }) || status === 'in_transit'
/** Once it has come, or where the buyer keeps it. */
export const canRefundReturn = ({ status, handling }: Standing) => status === 'received' || (status === 'approved' && handling === 'keep')
/** What a shop has to do something about. */
export const waitsForShop = ({ status, handling }: Standing) =>
  status === 'requested' || status === 'in_transit' || canRefundReturn({ status, handling })
