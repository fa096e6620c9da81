import { mailPayout } from '#server/domains/payouts'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Tells a shop's owners what became of a payout. */
export const mailPayoutJob: Job<DomainEvents['payout.settled']> = {
  name: 'payouts.mail',
  on: ['payout.settled'],
  handle: (ctx, { payoutId }) => mailPayout(ctx, payoutId),
}
