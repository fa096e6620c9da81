import type { OrderPayment } from '#server/domains/payments'
import type { PaymentStatus } from '#shared/lifecycles/order'

/** What became of the money of an order: the only place that says so. What is on its way back counts as back. */
export function paymentStatusOf({
  capturedMinor,
  refundedMinor,
  disputedMinor,
  chargedBackMinor,
}: Omit<OrderPayment, 'payment'>): PaymentStatus {
  if (disputedMinor > 0) return 'disputed'
  if (chargedBackMinor > 0) return 'charged_back'
  if (refundedMinor === 0) return 'captured'
  return refundedMinor < capturedMinor ? 'partially_refunded' : 'refunded'
}
