import { mailConfirmations } from '#server/domains/orders'
import type { DomainEvents } from '#server/platform/queue/events'
import { handledTogether } from '#server/platform/queue/handled-together'
import type { Job } from '#server/platform/queue/queue'

/** Confirms an order group to its buyer. */
export const mailConfirmationJob: Job<DomainEvents['order.placed']> = {
  name: 'orders.mail-confirmation',
  on: ['order.placed'],
  ...handledTogether((ctx, list) =>
    mailConfirmations(
      ctx,
      list.map(({ groupId }) => groupId),
    ),
  ),
}
