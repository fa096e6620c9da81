import { mailConfirmation } from '#server/domains/orders'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Confirms an order group to its buyer. */
export const mailConfirmationJob: Job<DomainEvents['order.placed']> = {
  name: 'orders.mail-confirmation',
  on: ['order.placed'],
  concurrency: 2,
  handle: (ctx, { groupId }) => mailConfirmation(ctx, groupId),
}
