import { sweepOffers } from '#server/domains/offers'
import type { Job } from '#server/platform/queue/queue'

/** Ends every minute the offers whose time is up, and gives back what was put aside for them. */
export const sweepOffersJob: Job = {
  name: 'offers.sweep',
  schedule: '* * * * *',
  handle: sweepOffers,
}
