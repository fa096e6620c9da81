import { and, eq, isNull } from 'drizzle-orm'
import { payoutEntries, payouts } from '#db/schema'
import { postPayoutFailed, postPayoutPaid } from '#server/domains/ledger'
import type { Context } from '#server/platform/context'
import { PAYOUT_MOVES, type PayoutStatus } from '#shared/lifecycles/payout'
import type { PayoutRow } from './payouts-locks'

type Learnt = Partial<Pick<PayoutRow, 'providerTransferId' | 'problem'>>

/**
 * Moves a payout on from where it was seen and books what that means, inside a transaction. Null where it cannot come to
 * that from there, or somebody else has moved it.
 */
export async function movePayout(
  ctx: Context,
  { id, status: from }: Pick<PayoutRow, 'id' | 'status'>,
  to: PayoutStatus,
  learnt: Learnt = {},
): Promise<PayoutRow | null> {
  if (!PAYOUT_MOVES[from].includes(to)) return null
  const at = to === 'sent' ? { sentAt: ctx.now } : { settledAt: ctx.now }
  const [moved] = await ctx.db
    .update(payouts)
    .set({ status: to, problem: '', ...at, ...learnt })
    .where(and(eq(payouts.id, id), eq(payouts.status, from)))
    .returning()
  if (!moved) return null

  if (to === 'paid') await postPayoutPaid(ctx, moved)
  if (to === 'failed') await giveBack(ctx, moved, from)
  if (to === 'paid' || to === 'failed') await ctx.queue.publish(ctx.db, 'payout.settled', { payoutId: id })
  return moved
}

/** Booked first: that locks what is free of the shop, so that nobody claims half of it. */
async function giveBack(ctx: Context, payout: PayoutRow, from: PayoutStatus): Promise<void> {
  await postPayoutFailed(ctx, payout, { hadArrived: from === 'paid' })
  await ctx.db
    .update(payoutEntries)
    .set({ endedAt: ctx.now })
    .where(and(eq(payoutEntries.payoutId, payout.id), isNull(payoutEntries.endedAt)))
}
