import { sweepCheckouts } from '#server/domains/checkout'
import type { Job } from '#server/platform/queue/queue'

const SWEEP_CHECKOUTS = 'checkout.sweep'
/** The clock of the queue ticks once a minute; each tick asks for the rounds until the next one. */
const SECONDS_BETWEEN_ROUNDS = 10

/** Finishes what checkouts, webhooks and refunds left unfinished. */
export const sweepCheckoutsJob: Job<{ second?: number }> = {
  name: SWEEP_CHECKOUTS,
  schedule: '* * * * *',
  async handle(ctx, { second }) {
    if (second === undefined) {
      for (let later = SECONDS_BETWEEN_ROUNDS; later < 60; later += SECONDS_BETWEEN_ROUNDS) {
        const startAfter = new Date(ctx.now.getTime() + later * 1000)
        await ctx.queue.send(ctx.db, SWEEP_CHECKOUTS, { second: later }, { singletonKey: `second ${later}`, startAfter })
      }
    }
    await sweepCheckouts(ctx)
  },
}
