import { repairListings } from '#server/domains/catalog'
import type { Job } from '#server/platform/queue/queue'

/** Makes rows of the read model anew that an upgrade reads differently, or that missed a change. */
export const repairListingsJob: Job = {
  name: 'catalog.repair-listings',
  schedule: '23 4 * * *',
  async handle(ctx) {
    const repaired = await repairListings(ctx)
    if (repaired > 0) ctx.log.warn({ repaired }, 'listings were made anew')
  },
}
