import { newsOfRefund } from '#server/domains/notifications'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Tells a buyer in the app that money is on its way back. */
export const newsOfRefundJob: Job<DomainEvents['refund.requested']> = {
  name: 'notifications.of-refund',
  on: ['refund.requested'],
  concurrency: 2,
  handle: newsOfRefund,
}
