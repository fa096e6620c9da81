import type { Context } from '#server/platform/context'

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * The world as it was `days` ago, for a past that the domains make themselves. What it publishes is left unsaid: nobody
 * wants mails about last month's orders.
 */
export function at(ctx: Context, days: number): Context {
  const moment = new Date(ctx.clock.estimate().getTime() - days * DAY_MS)
  return {
    ...ctx,
    now: moment,
    clock: { timeOf: async () => moment, estimate: () => moment },
    queue: { ...ctx.queue, publish: async () => {} },
  }
}
