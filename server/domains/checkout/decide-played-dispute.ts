import { eq } from 'drizzle-orm'
import { disputes, payments } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { asTestGateway } from '#server/platform/payment-gateway/test-gateway'
import type { DecideDispute } from '#shared/contracts/disputes'
import { checkoutNotFound, disputeDecided, notTestPayments } from './checkout-errors'
import { settleCheckout } from './finalize-checkout'

/**
 * Whoever tries the marketplace out decides as the buyer's bank would: of the test provider's disputes alone; for admins.
 * Throws `checkout.dispute_decided` where it was decided otherwise before; the same decision again changes nothing.
 */
export async function decidePlayedDispute(ctx: Context, actor: Actor, disputeId: string, { outcome }: DecideDispute): Promise<void> {
  const gateway = asTestGateway(ctx.gateway)
  if (!gateway) throw notTestPayments()
  const [found] = await ctx.db
    .select({ checkoutId: payments.checkoutId, intentId: payments.intentId, status: disputes.status })
    .from(disputes)
    .innerJoin(payments, eq(payments.id, disputes.paymentId))
    .where(eq(disputes.id, disputeId))
  if (actor.role !== 'admin' || !found?.intentId) throw checkoutNotFound()
  if (found.status === outcome) return
  if (found.status !== 'open') throw disputeDecided(found.status)

  await inTransaction(ctx, (ctx) =>
    recordAudit(ctx, actor, { action: 'disputes.played', subject: { type: 'dispute', id: disputeId }, details: { outcome } }),
  )
  await settleCheckout(ctx, found.checkoutId, await gateway.closeDispute(found.intentId, outcome))
}
