import { newsOfReturn } from '#server/domains/notifications'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Tells the other side in the app of a step of a return. */
export const newsOfReturnJob: Job<DomainEvents['return.moved']> = {
  name: 'notifications.of-return',
  on: ['return.moved'],
  concurrency: 2,
  handle: newsOfReturn,
}
