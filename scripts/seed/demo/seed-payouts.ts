import { and, eq, lt } from 'drizzle-orm'
import { payouts } from '#db/schema'
import { releaseEarnings } from '#server/domains/orders'
import { markPayouts, runPayouts } from '#server/domains/payouts'
import { systemActor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { at } from './at'

/** So many days after it was due a payout has arrived; those of the last week still wait for an admin. */
const ARRIVAL_DAYS = 3
const WAITING_DAYS = 7

/** What shops earned since so many days ago becomes free and is paid, day by day. */
export async function seedPayouts(ctx: Context, firstDay: number): Promise<void> {
  for (let daysAgo = firstDay; daysAgo >= 0; daysAgo--) {
    const then = at(ctx, daysAgo)
    await releaseEarnings(then)
    await runPayouts(then)
    if (daysAgo >= WAITING_DAYS) await arrive(then, at(ctx, daysAgo + ARRIVAL_DAYS).now)
  }
}

async function arrive(ctx: Context, askedBefore: Date): Promise<void> {
  const rows = await ctx.db
    .select({ number: payouts.number })
    .from(payouts)
    .where(and(eq(payouts.status, 'requested'), lt(payouts.createdAt, askedBefore)))
  if (rows.length > 0) await markPayouts(ctx, systemActor, { numbers: rows.map(({ number }) => number), status: 'paid' })
}
