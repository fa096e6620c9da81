import { learnTerms } from '#server/domains/search'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** New words of products can be corrected to and completed at once. */
export const learnTermsJob: Job<DomainEvents['listings.reworded']> = {
  name: 'search.learn-terms',
  on: ['listings.reworded'],
  handle: (ctx, { productIds }) => learnTerms(ctx, productIds),
}
