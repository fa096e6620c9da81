import { newsOfCancellation } from '#server/domains/notifications'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Tells in the app that something will not be sent. */
export const newsOfCancellationJob: Job<DomainEvents['order.cancelled']> = {
  name: 'notifications.of-cancellation',
  on: ['order.cancelled'],
  concurrency: 2,
  handle: newsOfCancellation,
}
