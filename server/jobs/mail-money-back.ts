import { mailMoneyBack } from '#server/domains/checkout'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Tells a buyer whose money came too late that it goes back. */
export const mailMoneyBackJob: Job<DomainEvents['refund.requested']> = {
  name: 'checkout.mail-money-back',
  on: ['refund.requested'],
  handle: (ctx, { refundId }) => mailMoneyBack(ctx, refundId),
}
