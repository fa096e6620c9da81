import { productsOfVariants } from '#server/domains/catalog'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'
import { REFRESH_LISTING } from './refresh-listing'

/** Asks for a fresh listing of each product that an event speaks of; what is asked for many times while it waits is done once. */
export const queueListingsJob: Job<DomainEvents['stock.changed'] | DomainEvents['product.changed']> = {
  name: 'catalog.queue-listings',
  on: ['stock.changed', 'product.changed'],
  async handle(ctx, data) {
    const productIds = 'productId' in data ? [data.productId] : await productsOfVariants(ctx, data.variantIds)
    for (const productId of productIds.sort()) await ctx.queue.send(ctx.db, REFRESH_LISTING, { productId }, { singletonKey: productId })
  },
}
