import { mailNewOrders } from '#server/domains/orders'
import type { DomainEvents } from '#server/platform/queue/events'
import { handledTogether } from '#server/platform/queue/handled-together'
import type { Job } from '#server/platform/queue/queue'

/** Tells shops that there is something to send. */
export const mailNewOrdersJob: Job<DomainEvents['order.placed']> = {
  name: 'orders.mail-new-orders',
  on: ['order.placed'],
  ...handledTogether((ctx, list) =>
    mailNewOrders(
      ctx,
      list.map(({ groupId }) => groupId),
    ),
  ),
}
