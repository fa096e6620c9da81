import { noteRefund } from '#server/domains/orders'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Tells the order, and who watches it, what became of a refund. */
export const noteRefundJob: Job<DomainEvents['refund.settled']> = {
  name: 'orders.note-refund',
  on: ['refund.settled'],
  handle: (ctx, { refundId }) => noteRefund(ctx, refundId),
}
