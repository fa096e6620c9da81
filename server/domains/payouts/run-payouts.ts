import { and, eq, isNull } from 'drizzle-orm'
import { payoutRuns } from '#db/schema'
import { duePeriod, readSettings } from '#server/domains/settings'
import type { Context } from '#server/platform/context'
import { requestPayout, shopsToPay } from './request-payout'
import { listUnsentPayouts, sendPayout } from './send-payout'

/**
 * Pays every shop what is free on the days that the settings say, and asks the provider again for what it has not sent.
 * Safe on any number of nodes at once; one that was cut off is gone on with by the next.
 */
export async function runPayouts(ctx: Context): Promise<void> {
  const period = duePeriod(await readSettings(ctx), ctx.now)
  if (period && (await isUnfinished(ctx, period)) && (await payEverybody(ctx, period)))
    await ctx.db
      .update(payoutRuns)
      .set({ finishedAt: ctx.now })
      .where(and(eq(payoutRuns.period, period), isNull(payoutRuns.finishedAt)))

  for (const payoutId of await listUnsentPayouts(ctx))
    await sendPayout(ctx, payoutId).catch((error) => ctx.log.warn({ error, payoutId }, 'a payout could not be sent'))
}

/** Once a day of payouts is done, a shop that earns enough on the day after waits for the next. */
async function isUnfinished(ctx: Context, period: string): Promise<boolean> {
  await ctx.db.insert(payoutRuns).values({ period, startedAt: ctx.now }).onConflictDoNothing()
  const [run] = await ctx.db.select().from(payoutRuns).where(eq(payoutRuns.period, period))
  return run!.finishedAt === null
}

/** Whether everybody was looked at. */
async function payEverybody(ctx: Context, period: string): Promise<boolean> {
  let whole = true
  for (const shopId of await shopsToPay(ctx))
    await requestPayout(ctx, shopId, { period, replacesId: null }).catch((error) => {
      whole = false
      ctx.log.error({ error, shopId, period }, 'a shop could not be paid')
    })
  return whole
}
