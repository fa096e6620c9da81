import { DomainError } from '#server/platform/errors'
import type { FulfilmentStatus, OrderStatus } from '#shared/lifecycles/order'
import type { ReturnStatus } from '#shared/lifecycles/return'
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
/** The buyer's bank has the money until it has decided. */
export const orderDisputed = () =>
  new DomainError('conflict', 'orders.disputed', "The buyer's bank is deciding about this payment, so nothing of it can be sent back now.")
export const disputeNotFound = () => new DomainError('not_found', 'orders.dispute_not_found', 'There is no such dispute.')
export const disputeDecided = () =>
  new DomainError('conflict', 'orders.dispute_decided', "The buyer's bank has decided about this already.")
export const tooManyDisputeNotes = (most: number) =>
  new DomainError('conflict', 'orders.too_many_dispute_notes', 'That is as much as can be said about a dispute.', { most })
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
export const documentNotFound = () => new DomainError('not_found', 'orders.document_not_found', 'There is no such paper.')
export const nothingToPack = () =>
  new DomainError('conflict', 'orders.nothing_to_pack', 'There is nothing to pack: all of it was cancelled.')
/** Also the answer for a return of somebody else's order. */
export const returnNotFound = () => new DomainError('not_found', 'orders.return_not_found', 'There is no such return.')
export const returnWindowOver = (days: number, until: Date | null) =>
  new DomainError('conflict', 'orders.return_window_over', 'This can no longer be sent back.', {
    days,
    until: until?.toISOString() ?? null,
  })
export const tooManyReturns = () =>
  new DomainError('conflict', 'orders.too_many_returns', 'So many returns of one order are too many. Please write to the shop.')
export const photoNotFound = (fileId: string) =>
  new DomainError('invalid', 'orders.photo_not_found', 'This photo is not there any more.', { fileId })
export const labelNotFound = () => new DomainError('invalid', 'orders.label_not_found', 'This label is not there any more.')
export const returnCannotBecome = (from: ReturnStatus, to: ReturnStatus) =>
  new DomainError('conflict', 'orders.return_status_conflict', 'This return cannot change like that any more.', { from, to })
export const restockedTooMany = (lineId: string) =>
  new DomainError('conflict', 'orders.restocked_too_many', 'No more can be put back than is taken back.', { lineId })
export const nothingAccepted = () => new DomainError('conflict', 'orders.nothing_accepted', 'Nothing of it is taken back.')
export const deductionTooHigh = (mostMinor: number) =>
  new DomainError('conflict', 'orders.deduction_too_high', 'That is more than the pieces are worth.', { mostMinor })
export const shipmentNotResendable = (status: ShipmentStatus) =>
  new DomainError('conflict', 'orders.shipment_not_resendable', 'Only what was lost or came back can be sent again.', { status })
export const parcelMoneyBack = () =>
  new DomainError(
    'conflict',
    'orders.parcel_money_back',
    'Things of this parcel were paid back or are being sent back, so they are not sent again.',
  )
