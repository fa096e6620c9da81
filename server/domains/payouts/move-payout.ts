import { and, eq, inArray, isNull } from 'drizzle-orm'
import { payoutEntries, payouts } from '#db/schema'
import { postPayoutFailed, postPayoutPaid } from '#server/domains/ledger'
import type { Context } from '#server/platform/context'
import { movesToPayout, type PayoutStatus } from '#shared/lifecycles/payout'
import type { PayoutRow } from './payouts-locks'

type Learnt = Partial<Pick<PayoutRow, 'providerTransferId' | 'problem'>>

/**
 * Moves a payout on and books what that means, inside a transaction. Null where it cannot come to that from where it is,
 * such as when somebody else has moved it.
 */
export async function movePayout(ctx: Context, payoutId: string, to: PayoutStatus, learnt: Learnt = {}): Promise<PayoutRow | null> {
  const at = to === 'sent' ? { sentAt: ctx.now } : { settledAt: ctx.now }
  const [moved] = await ctx.db
    .update(payouts)
    .set({ status: to, problem: '', ...at, ...learnt })
    .where(and(eq(payouts.id, payoutId), inArray(payouts.status, movesToPayout(to))))
    .returning()
  if (!moved) return null

  if (to === 'paid') await postPayoutPaid(ctx, moved)
  if (to === 'failed') await giveBack(ctx, moved)
  if (to === 'paid' || to === 'failed') await ctx.queue.publish(ctx.db, 'payout.settled', { payoutId })
  return moved
}

/** Booked first: that locks what is free of the shop, so that nobody claims half of it. */
async function giveBack(ctx: Context, payout: PayoutRow): Promise<void> {
  await postPayoutFailed(ctx, payout)
  await ctx.db
    .update(payoutEntries)
    .set({ endedAt: ctx.now })
    .where(and(eq(payoutEntries.payoutId, payout.id), isNull(payoutEntries.endedAt)))
}
