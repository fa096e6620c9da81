import { eq } from 'drizzle-orm'
import { payouts } from '#db/schema'
import type { Context } from '#server/platform/context'

export type PayoutRow = typeof payouts.$inferSelect

/** A payout that nobody else changes until the transaction ends. */
export async function lockPayout(ctx: Context, number: string): Promise<PayoutRow | null> {
  const [payout] = await ctx.db.select().from(payouts).where(eq(payouts.number, number)).for('update')
  return payout ?? null
}
