import { mailReturnReminder } from '#server/domains/orders'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Reminds a shop of a return that it has left lying. */
export const mailReturnReminderJob: Job<DomainEvents['return.unanswered']> = {
  name: 'orders.mail-return-reminder',
  on: ['return.unanswered'],
  concurrency: 2,
  handle: mailReturnReminder,
}
