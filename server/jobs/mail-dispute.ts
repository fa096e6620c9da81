import { mailDispute } from '#server/domains/orders'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Tells shops, and admins, what became of a payment that a buyer's bank took back. */
export const mailDisputeJob: Job<DomainEvents['dispute.changed']> = {
  name: 'orders.mail-dispute',
  on: ['dispute.changed'],
  handle: (ctx, event) => mailDispute(ctx, event),
}
