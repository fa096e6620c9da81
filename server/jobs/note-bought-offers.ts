import { noteBoughtOffers } from '#server/domains/offers'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Shows in a conversation that what was agreed there is bought. */
export const noteBoughtOffersJob: Job<DomainEvents['offer.paid']> = {
  name: 'offers.note-bought',
  on: ['offer.paid'],
  handle: (ctx, { offerIds }) => noteBoughtOffers(ctx, offerIds),
}
