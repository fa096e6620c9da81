import { adoptGuestConversations } from '#server/domains/chat'
import { adoptGuestOrders } from '#server/domains/orders'
import type { DomainEvents } from '#server/platform/queue/events'
import type { Job } from '#server/platform/queue/queue'

/** Gives somebody the orders that they placed as a guest, once their address is proven, and what was written about them. */
export const adoptGuestOrdersJob: Job<DomainEvents['user.email_verified']> = {
  name: 'orders.adopt-guest-orders',
  on: ['user.email_verified'],
  async handle(ctx, { userId }) {
    await adoptGuestOrders(ctx, userId)
    await adoptGuestConversations(ctx, userId)
  },
}
