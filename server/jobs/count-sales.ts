import { countSales } from '#server/domains/catalog'
import { handledTogether } from '#server/platform/queue/handled-together'
import type { Job } from '#server/platform/queue/queue'

/** Keeps how often a product was sold, which the order of lists goes by. */
export const countSalesJob: Job<{ groupId: string }> = {
  name: 'catalog.count-sales',
  on: ['order.placed', 'order.cancelled'],
  ...handledTogether((ctx, list) =>
    countSales(
      ctx,
      list.map(({ groupId }) => groupId),
    ),
  ),
}
