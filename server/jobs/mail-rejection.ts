import { mailRejection } from '#server/domains/catalog'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Tells a shop why a product came back. */
export const mailRejectionJob: Job<DomainEvents['product.rejected']> = {
  name: 'catalog.mail-rejection',
  on: ['product.rejected'],
  handle: mailRejection,
}
