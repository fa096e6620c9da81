import { mailPayoutStopped } from '#server/domains/shops'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Tells a shop's owners that the payment provider has stopped its account. */
export const mailPayoutStoppedJob: Job<DomainEvents['shop.payout_stopped']> = {
  name: 'shops.mail-payout-stopped',
  on: ['shop.payout_stopped'],
  handle: (ctx, notice) => mailPayoutStopped(ctx, notice),
}
