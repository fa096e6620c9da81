import { mailLowStock } from '#server/domains/catalog'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Tells a shop of what little is left. */
export const mailLowStockJob: Job<DomainEvents['stock.low']> = {
  name: 'catalog.mail-low-stock',
  on: ['stock.low'],
  handle: mailLowStock,
}
