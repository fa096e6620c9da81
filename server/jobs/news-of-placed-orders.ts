import { newsOfPlacedOrders } from '#server/domains/notifications'
import type { DomainEvents } from '#server/platform/queue/events'
import { handledTogether } from '#server/platform/queue/handled-together'
import type { Job } from '#server/platform/queue/queue'

/** Tells buyers and shops in the app what was bought. */
export const newsOfPlacedOrdersJob: Job<DomainEvents['order.placed']> = {
  name: 'notifications.of-placed-orders',
  on: ['order.placed'],
  ...handledTogether((ctx, list) =>
    newsOfPlacedOrders(
      ctx,
      list.map(({ groupId }) => groupId),
    ),
  ),
}
