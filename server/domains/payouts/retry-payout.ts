import { eq } from 'drizzle-orm'
import { payouts } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { nothingToPay, payoutCannotBecome, payoutNotFound, payoutReplaced } from './payouts-errors'
import { lockPayout } from './payouts-locks'
import { mayLookAfterPayouts } from './payouts-policy'
import { requestPayout } from './request-payout'

/** An admin asks again for a payout that failed: of all that is free of the shop by now, to where it wants it by now. Once. */
export function retryPayout(ctx: Context, actor: Actor, number: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const failed = mayLookAfterPayouts(actor) ? await lockPayout(ctx, number) : null
    if (!failed) throw payoutNotFound()
    if (failed.status !== 'failed') throw payoutCannotBecome(number, failed.status, 'requested')
    const [known] = await ctx.db.select({ id: payouts.id }).from(payouts).where(eq(payouts.replacesId, failed.id))
    if (known) throw payoutReplaced(number)

    const again = await requestPayout(ctx, failed.shopId, { period: failed.period, replacesId: failed.id })
    if (!again) throw nothingToPay(number)
    await recordAudit(ctx, actor, {
      action: 'payouts.asked_again',
      subject: { type: 'payout', id: again.id },
      shopId: failed.shopId,
      details: { number: again.number, inPlaceOf: number, amountMinor: again.amountMinor },
    })
  })
}
