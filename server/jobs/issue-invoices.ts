import { issueInvoices } from '#server/domains/orders'
import type { DomainEvents } from '#server/platform/queue/events'
import { handledTogether } from '#server/platform/queue/handled-together'
import type { Job } from '#server/platform/queue/queue'

/** Issues the invoices of what was bought at once. */
export const issueInvoicesJob: Job<DomainEvents['order.placed']> = {
  name: 'orders.issue-invoices',
  on: ['order.placed'],
  ...handledTogether((ctx, list) =>
    issueInvoices(
      ctx,
      list.map(({ groupId }) => groupId),
    ),
  ),
}
