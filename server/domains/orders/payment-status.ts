import type { PaymentStatus } from '#shared/lifecycles/order'

/** What became of the money of an order: the only place that says so. What is on its way back counts as back. */
export function paymentStatusOf({ capturedMinor, refundedMinor }: { capturedMinor: number; refundedMinor: number }): PaymentStatus {
  if (refundedMinor === 0) return 'captured'
  return refundedMinor < capturedMinor ? 'partially_refunded' : 'refunded'
}
