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

/** What an order's timeline can say. */
export const ORDER_EVENT_KINDS = [
  'placed',
  'processing',
  'shipped',
  'delivered',
  'completed',
  'cancelled',
  'refund_requested',
  'refunded',
] as const
export type OrderEventKind = (typeof ORDER_EVENT_KINDS)[number]
