import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { FailPayout, MarkPayouts } from '#shared/contracts/payouts'
import type { PayoutStatus } from '#shared/lifecycles/payout'
import { movePayout } from './move-payout'
import { payoutByProvider, payoutCannotBecome, payoutNotFound } from './payouts-errors'
import { lockPayout } from './payouts-locks'
import { mayLookAfterPayouts } from './payouts-policy'

/** An admin says that transfers were handed to the bank, or have arrived: all of them or none. What is so already stays. */
export function markPayouts(ctx: Context, actor: Actor, { numbers, status }: MarkPayouts): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    for (const number of [...new Set(numbers)].sort()) await markOne(ctx, actor, number, status)
  })
}

/** An admin says that a transfer did not get there, or was sent back later, and why: what it was for is free again. */
export function failPayout(ctx: Context, actor: Actor, number: string, { reason }: FailPayout): Promise<void> {
  return inTransaction(ctx, (ctx) => markOne(ctx, actor, number, 'failed', reason))
}

async function markOne(ctx: Context, actor: Actor, number: string, status: PayoutStatus, problem = ''): Promise<void> {
  const payout = mayLookAfterPayouts(actor) ? await lockPayout(ctx, number) : null
  if (!payout) throw payoutNotFound()
  if (payout.method !== 'bank') throw payoutByProvider(number)
  if (payout.status === status) return

  const moved = await movePayout(ctx, payout, status, { problem })
  if (!moved) throw payoutCannotBecome(number, payout.status, status)
  await recordAudit(ctx, actor, {
    action: `payouts.${status}`,
    subject: { type: 'payout', id: payout.id },
    shopId: payout.shopId,
    details: { number, from: payout.status, amountMinor: payout.amountMinor, ...(problem && { reason: problem }) },
  })
}
