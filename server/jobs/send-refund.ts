import { sendRefund } from '#server/domains/payments'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Has the provider send money back. */
export const sendRefundJob: Job<DomainEvents['refund.requested']> = {
  name: 'payments.send-refund',
  on: ['refund.requested'],
  concurrency: 2,
  handle: (ctx, { refundId }) => sendRefund(ctx, refundId),
}
