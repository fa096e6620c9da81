import { mailCancellation } from '#server/domains/orders'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Tells a buyer what will not be sent, and a shop what its buyer has taken back. */
export const mailCancellationJob: Job<DomainEvents['order.cancelled']> = {
  name: 'orders.mail-cancellation',
  on: ['order.cancelled'],
  concurrency: 2,
  handle: mailCancellation,
}
