/** Every state an order can be in, in the order a happy order visits them. An order is born paid. */
export const ORDER_STATUSES = ['placed', 'processing', 'completed', 'cancelled'] as const
export type OrderStatus = (typeof ORDER_STATUSES)[number]

/** The whole state machine. A move that is not listed here is refused. */
export const ORDER_MOVES: Record<OrderStatus, readonly OrderStatus[]> = {
  placed: ['processing', 'cancelled'],
  processing: ['completed', 'cancelled'],
  completed: [],
  cancelled: [],
}

/** What became of the buyer's money; derived from payments and refunds by one function, then stored. */
export const PAYMENT_STATUSES = ['captured', 'partially_refunded', 'refunded', 'disputed', 'charged_back'] as const
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number]

/** How much of the order has left; derived from the lines and parcels by one function, then stored. */
export const FULFILMENT_STATUSES = ['unfulfilled', 'partial', 'shipped', 'delivered', 'returned'] as const
export type FulfilmentStatus = (typeof FULFILMENT_STATUSES)[number]

export const canMoveOrder = (from: OrderStatus, to: OrderStatus) => ORDER_MOVES[from].includes(to)

/** Something is left to send, and the order has not ended. */
export const canShip = (order: { status: OrderStatus; fulfilmentStatus: FulfilmentStatus }) =>
  (order.status === 'placed' || order.status === 'processing') &&
  (order.fulfilmentStatus === 'unfulfilled' || order.fulfilmentStatus === 'partial')

/** Nothing of it has left, so all of it can be taken back. */
export const canCancel = (order: { status: OrderStatus; fulfilmentStatus: FulfilmentStatus }) =>
  canMoveOrder(order.status, 'cancelled') && order.fulfilmentStatus === 'unfulfilled'

/** Something of the money is left to send back, and the buyer's bank has no hand on it. */
export const canRefund = (order: { paymentStatus: PaymentStatus; refundedMinor: number; totalMinor: number }) =>
  order.paymentStatus !== 'disputed' && order.paymentStatus !== 'charged_back' && order.refundedMinor < order.totalMinor

/** Why a buyer takes an order back … */
export const BUYER_CANCEL_REASONS = ['changed_mind', 'by_mistake', 'too_slow', 'other'] as const
export type BuyerCancelReason = (typeof BUYER_CANCEL_REASONS)[number]

/** … why its shop, or the marketplace, will not send it … */
export const SHOP_CANCEL_REASONS = ['out_of_stock', 'damaged', 'address_wrong', 'buyer_asked', 'other'] as const
export type ShopCancelReason = (typeof SHOP_CANCEL_REASONS)[number]

/** … and why money goes back that nothing was cancelled for. */
export const REFUND_REASONS = ['damaged', 'wrong_item', 'not_as_described', 'lost', 'late', 'goodwill', 'other'] as const
export type RefundReason = (typeof REFUND_REASONS)[number]

/** What an order's timeline can say. */
export const ORDER_EVENT_KINDS = [
  'placed',
  'processing',
  'shipped',
  'in_transit',
  'lost',
  'returned_to_sender',
  'resend',
  'delivered',
  'completed',
  'items_cancelled',
  'cancelled',
  'return_requested',
  'return_withdrawn',
  'return_approved',
  'return_declined',
  'return_sent',
  'return_received',
  'return_accepted',
  'return_rejected',
  'return_closed',
  'refund_requested',
  'refunded',
  'refund_failed',
  'disputed',
  'dispute_won',
  'dispute_lost',
] as const
export type OrderEventKind = (typeof ORDER_EVENT_KINDS)[number]

/** The papers of an order that have numbers: what was sold, and what of it was taken back. */
export const ORDER_DOCUMENT_KINDS = ['invoice', 'credit_note'] as const
export type OrderDocumentKind = (typeof ORDER_DOCUMENT_KINDS)[number]
