import { mailReturn } from '#server/domains/orders'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Tells a buyer and a shop of a step of a return. */
export const mailReturnJob: Job<DomainEvents['return.moved']> = {
  name: 'orders.mail-return',
  on: ['return.moved'],
  concurrency: 2,
  handle: mailReturn,
}
