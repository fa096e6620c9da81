import { completeShippedOrders, releaseEarnings, settleReturns } from '#server/domains/orders'
import type { Job } from '#server/platform/queue/queue'

/** Completes orders that left long ago, lets shops have what they earned of those whose time has come, and looks after returns. */
export const settleOrdersJob: Job = {
  name: 'orders.settle',
  schedule: '*/10 * * * *',
  async handle(ctx) {
    await completeShippedOrders(ctx)
    await releaseEarnings(ctx)
    await settleReturns(ctx)
  },
}
