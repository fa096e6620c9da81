import { DomainError } from '#server/platform/errors'
import type { FulfilmentStatus, OrderStatus } from '#shared/lifecycles/order'
import type { ShipmentStatus } from '#shared/lifecycles/shipment'

/** Also the answer for somebody else's order. */
export const orderNotFound = () => new DomainError('not_found', 'orders.not_found', 'There is no such order.')
export const orderNotShippable = (order: { status: OrderStatus; fulfilmentStatus: FulfilmentStatus }) =>
  new DomainError('conflict', 'orders.not_shippable', 'There is nothing left to send in this order.', {
    status: order.status,
    fulfilmentStatus: order.fulfilmentStatus,
  })
export const orderNotCancellable = (order: { status: OrderStatus; fulfilmentStatus: FulfilmentStatus }) =>
  new DomainError('conflict', 'orders.not_cancellable', 'This order cannot be cancelled any more.', {
    status: order.status,
    fulfilmentStatus: order.fulfilmentStatus,
  })
export const nothingToRefund = () => new DomainError('conflict', 'orders.nothing_to_refund', 'This comes to no money at all.')
export const shippingRefundTooHigh = (leftMinor: number) =>
  new DomainError('conflict', 'orders.shipping_refund_too_high', 'That is more than is left of the shipping.', { leftMinor })
/** The same key for another refund. */
export const refundKeyReused = () =>
  new DomainError('conflict', 'orders.refund_key_reused', 'This Idempotency-Key was used for another refund.')
export const reasonNeeded = () => new DomainError('invalid', 'orders.reason_needed', 'Please say why.')
export const quantityTooHigh = (lineId: string, left: number) =>
  new DomainError('conflict', 'orders.quantity_too_high', 'There is not that much left of it.', { lineId, left })
export const lineNotInOrder = (lineId: string) =>
  new DomainError('invalid', 'orders.line_not_found', 'This does not belong to the order.', { lineId })
export const shipmentNotFound = () => new DomainError('not_found', 'orders.shipment_not_found', 'There is no such parcel.')
export const shipmentCannotBecome = (from: ShipmentStatus, to: ShipmentStatus) =>
  new DomainError('conflict', 'orders.shipment_status_conflict', 'This parcel cannot change like that any more.', { from, to })
export const ordersNotYours = () => new DomainError('forbidden', 'orders.not_allowed', 'Only an admin may see this.')
export const shopHasOpenOrders = () =>
  new DomainError('conflict', 'orders.shop_has_open_orders', 'Please ship or cancel the open orders of this shop first.')
