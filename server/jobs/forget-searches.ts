import { forgetSearches } from '#server/domains/search'
import type { Job } from '#server/platform/queue/queue'

/** Throws away what few have searched for, and counts that are long ago. */
export const forgetSearchesJob: Job = {
  name: 'search.forget-searches',
  schedule: '3 5 * * *',
  handle: forgetSearches,
}
