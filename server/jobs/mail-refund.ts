import { mailRefund } from '#server/domains/orders'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Tells a buyer that money for an order is on its way back. */
export const mailRefundJob: Job<DomainEvents['refund.requested']> = {
  name: 'orders.mail-refund',
  on: ['refund.requested'],
  concurrency: 2,
  handle: (ctx, { refundId }) => mailRefund(ctx, refundId),
}
