import { askToRead } from '#server/domains/reconciliation'
import { systemActor } from '#server/platform/actor'
import type { Job } from '#server/platform/queue/queue'

/** Has the payment provider's book read every hour; where there is no provider there is none. */
export const askToReadBalanceJob: Job = {
  name: 'reconciliation.ask-to-read',
  schedule: '23 * * * *',
  handle: async (ctx) => {
    if (ctx.gateway.name !== 'none') await askToRead(ctx, systemActor)
  },
}
