import { sendPayout } from '#server/domains/payouts'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Has the payment provider send a payout, where it goes by the provider. */
export const sendPayoutJob: Job<DomainEvents['payout.requested']> = {
  name: 'payouts.send',
  on: ['payout.requested'],
  handle: (ctx, { payoutId }) => sendPayout(ctx, payoutId),
}
