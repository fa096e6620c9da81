import { liveProductsOfShop, refreshListings } from '#server/domains/catalog'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

const BATCH = 500

/** Brings all listings of a shop up to date when it opened, closed, went on holiday or changed its name. */
export const refreshShopListingsJob: Job<DomainEvents['shop.changed']> = {
  name: 'catalog.refresh-shop-listings',
  on: ['shop.changed'],
  async handle(ctx, { shopId }) {
    let last: string | null = null
    do {
      const productIds: string[] = await liveProductsOfShop(ctx, shopId, last, BATCH)
      await refreshListings(ctx, productIds)
      last = productIds.length === BATCH ? productIds.at(-1)! : null
    } while (last)
  },
}
