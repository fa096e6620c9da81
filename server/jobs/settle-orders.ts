import { completeShippedOrders, releaseEarnings } from '#server/domains/orders'
import type { Job } from '#server/platform/queue/queue'

/** Completes orders that left long ago, and lets shops have what they earned of those whose time has come. */
export const settleOrdersJob: Job = {
  name: 'orders.settle',
  schedule: '*/10 * * * *',
  async handle(ctx) {
    await completeShippedOrders(ctx)
    await releaseEarnings(ctx)
  },
}
