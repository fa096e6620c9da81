import { mailAgreed } from '#server/domains/offers'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Tells whoever offered a price by mail that the other side has accepted. */
export const mailAgreedOfferJob: Job<DomainEvents['offer.accepted']> = {
  name: 'offers.mail-agreed',
  on: ['offer.accepted'],
  handle: (ctx, { offerId }) => mailAgreed(ctx, offerId),
}
