import { countTerms } from '#server/domains/search'
import type { Job } from '#server/platform/queue/queue'

/** Counts the vocabulary of search, by which slips are corrected. */
export const countTermsJob: Job = {
  name: 'search.count-terms',
  schedule: '41 4 * * *',
  handle: countTerms,
}
