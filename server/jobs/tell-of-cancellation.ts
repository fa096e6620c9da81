import { tellOfCancellation } from '#server/domains/chat'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Says in a conversation that all of an order or some of it will not come. */
export const tellOfCancellationJob: Job<DomainEvents['order.cancelled']> = {
  name: 'chat.tell-of-cancellation',
  on: ['order.cancelled'],
  concurrency: 2,
  handle: tellOfCancellation,
}
