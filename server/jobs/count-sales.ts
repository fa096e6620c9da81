import { countSales } from '#server/domains/catalog'
import type { Job } from '#server/platform/queue/queue'

/** Keeps how often a product was sold, which the order of lists goes by. */
export const countSalesJob: Job<{ groupId: string }> = {
  name: 'catalog.count-sales',
  on: ['order.placed', 'order.cancelled'],
  handle: (ctx, { groupId }) => countSales(ctx, [groupId]),
  handleTogether: (ctx, list) =>
    countSales(
      ctx,
      list.map(({ groupId }) => groupId),
    ),
}
