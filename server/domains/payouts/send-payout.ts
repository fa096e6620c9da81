import { and, asc, eq, inArray, isNull, lt, or } from 'drizzle-orm'
import { payouts, shops } from '#db/schema'
import { noteProviderAccount } from '#server/domains/shops'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { DomainError } from '#server/platform/errors'
import { movePayout } from './move-payout'
import type { PayoutRow } from './payouts-locks'
import { PAYABLE } from './payouts-policy'

/** Far longer than the provider may take to answer: until then nobody asks a second time. */
const PATIENCE_MS = 5 * 60 * 1000
/** What the provider will not do now and may do later. */
const PASSING = new Set(['balance_insufficient'])

/**
 * Has the provider send a payout. Its id is the key, so repeating it sends nothing twice; one asks at a time, so that a
 * refusal and a success never cross. That of a shop suspended meanwhile waits. Throws `payments.provider_unavailable`, after which it is tried again by the clock.
 */
export async function sendPayout(ctx: Context, payoutId: string): Promise<void> {
  const payout = await takeTurn(ctx, payoutId)
  if (!payout?.providerAccountId) return

  const { amountMinor, currency, providerAccountId } = payout
  try {
    const transfer = await ctx.gateway.transfer({
      amountMinor,
      currency,
      accountId: providerAccountId,
      transferGroup: `payout ${payoutId}`,
      chargeId: null,
      idempotencyKey: payoutId,
    })
    await inTransaction(ctx, (ctx) => movePayout(ctx, payout, 'paid', { providerTransferId: transfer.id }))
  } catch (error) {
    const why = refusalIn(error)
    if (!why) throw error
    ctx.log.error({ payoutId, why }, 'the payment provider refuses a payout: somebody has to look at it')
    if (PASSING.has(why))
      await ctx.db
        .update(payouts)
        .set({ problem: why })
        .where(and(eq(payouts.id, payoutId), eq(payouts.status, 'requested')))
    else {
      await inTransaction(ctx, (ctx) => movePayout(ctx, payout, 'failed', { problem: why }))
      await noteProviderAccount(ctx, providerAccountId)
    }
  }
}

async function takeTurn(ctx: Context, payoutId: string): Promise<PayoutRow | null> {
  const [taken] = await ctx.db
    .update(payouts)
    .set({ triedAt: ctx.now })
    .where(and(eq(payouts.id, payoutId), isWaiting(ctx)))
    .returning()
  return taken ?? null
}

const isWaiting = (ctx: Context) =>
  and(
    eq(payouts.method, 'provider'),
    eq(payouts.status, 'requested'),
    inArray(payouts.shopId, ctx.db.select({ id: shops.id }).from(shops).where(inArray(shops.status, PAYABLE))),
    or(isNull(payouts.triedAt), lt(payouts.triedAt, new Date(ctx.now.getTime() - PATIENCE_MS))),
  )

const refusalIn = (error: unknown): string | null =>
  error instanceof DomainError && error.code === 'payments.transfer_refused' ? String(error.details.why) : null

/** What the provider is to be asked for, once more or for the first time. */
export async function listUnsentPayouts(ctx: Context): Promise<string[]> {
  const rows = await ctx.db.select({ id: payouts.id }).from(payouts).where(isWaiting(ctx)).orderBy(asc(payouts.createdAt))
  return rows.map(({ id }) => id)
}
