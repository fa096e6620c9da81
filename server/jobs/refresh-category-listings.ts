import { liveProductsInCategory, refreshListings } from '#server/domains/catalog'
import type { Job } from '#server/platform/queue/queue'

const BATCH = 500

/** Brings the listings of a category and those below it up to date when it changed its name or its place. */
export const refreshCategoryListingsJob: Job<{ categoryId: string }> = {
  name: 'catalog.refresh-category-listings',
  async handle(ctx, { categoryId }) {
    let last: string | null = null
    do {
      const productIds: string[] = await liveProductsInCategory(ctx, categoryId, last, BATCH)
      await refreshListings(ctx, productIds)
      last = productIds.length === BATCH ? productIds.at(-1)! : null
    } while (last)
  },
}
