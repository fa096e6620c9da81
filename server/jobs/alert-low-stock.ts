import { alertLowStock } from '#server/domains/catalog'
import type { Job } from '#server/platform/queue/queue'

/** Notices when little is left of something. */
export const alertLowStockJob: Job<{ variantIds: string[] }> = {
  name: 'catalog.alert-low-stock',
  on: ['stock.changed'],
  handle: (ctx, { variantIds }) => alertLowStock(ctx, variantIds),
}
