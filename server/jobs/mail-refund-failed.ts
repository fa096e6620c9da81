import { mailRefundFailed } from '#server/domains/orders'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Tells a buyer that money did not get back to them. */
export const mailRefundFailedJob: Job<DomainEvents['refund.settled']> = {
  name: 'orders.mail-refund-failed',
  on: ['refund.settled'],
  handle: (ctx, { refundId }) => mailRefundFailed(ctx, refundId),
}
