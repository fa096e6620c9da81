import { newsOfSettledRefund } from '#server/domains/notifications'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Tells a buyer in the app that money did not get through. */
export const newsOfSettledRefundJob: Job<DomainEvents['refund.settled']> = {
  name: 'notifications.of-settled-refund',
  on: ['refund.settled'],
  concurrency: 2,
  handle: newsOfSettledRefund,
}
