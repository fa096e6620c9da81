import { refreshListings } from '#server/domains/catalog'
import type { Job } from '#server/platform/queue/queue'

export const REFRESH_LISTING = 'catalog.refresh-listing'

/** Makes the read model say again what is true of one product. */
export const refreshListingJob: Job<{ productId: string }> = {
  name: REFRESH_LISTING,
  handle: (ctx, { productId }) => refreshListings(ctx, [productId]),
}
