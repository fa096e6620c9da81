import { asc, eq, inArray } from 'drizzle-orm'
import { payouts, shops } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { BankTransfer } from '#shared/contracts/payouts'
import { decimalAmount } from '#shared/money'
import { payoutByProvider, payoutCannotBecome, payoutNotFound } from './payouts-errors'
import { mayLookAfterPayouts } from './payouts-policy'

/** The transfers that an admin is to make, with whole account numbers: of payouts that wait for it. Who takes it is audited. */
export function bankList(ctx: Context, actor: Actor, numbers: readonly string[]): Promise<BankTransfer[]> {
  return inTransaction(ctx, async (ctx) => {
    if (!mayLookAfterPayouts(actor)) throw payoutNotFound()
    const rows = await ctx.db
      .select({ payout: payouts, shop: shops.name })
      .from(payouts)
      .innerJoin(shops, eq(shops.id, payouts.shopId))
      .where(inArray(payouts.number, [...numbers]))
      .orderBy(asc(payouts.number))
    if (rows.length < new Set(numbers).size) throw payoutNotFound()
    for (const { payout } of rows) {
      if (payout.method !== 'bank') throw payoutByProvider(payout.number)
      if (payout.status !== 'requested') throw payoutCannotBecome(payout.number, payout.status, 'sent')
    }

    await recordAudit(ctx, actor, {
      action: 'payouts.list_taken',
      subject: { type: 'payouts', id: rows[0]!.payout.period },
      details: { numbers: rows.map(({ payout }) => payout.number) },
    })
    return rows.map(({ payout, shop }) => ({
      reference: payout.number,
      shop,
      recipient: payout.holder,
      iban: payout.iban,
      amount: decimalAmount(payout),
      currency: payout.currency,
    }))
  })
}
