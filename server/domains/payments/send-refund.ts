import { and, asc, eq, inArray, lt } from 'drizzle-orm'
import { paymentEvents, payments, refunds } from '#db/schema'
import { postRefundPaid, postRefundReturned } from '#server/domains/ledger'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { DomainError } from '#server/platform/errors'
import type { ProviderRefund } from '#server/platform/payment-gateway/payment-gateway'
import { canMoveRefund } from '#shared/lifecycles/payment'
import { lockRefund } from './payments-locks'

/**
 * Has a refund sent by the provider, or asks what became of it: also of one that was sent, which may come back. The refund's own id is the key, so repeating it sends
 * nothing twice. Throws `payments.provider_unavailable`, after which it is to be tried again.
 */
export async function sendRefund(ctx: Context, refundId: string): Promise<void> {
  const [known] = await ctx.db
    .select({ refund: refunds, intentId: payments.intentId })
    .from(refunds)
    .innerJoin(payments, eq(payments.id, refunds.paymentId))
    .where(eq(refunds.id, refundId))
  if (!known?.intentId || known.refund.status === 'failed') return

  const { refund, intentId } = known
  const answer = refund.providerRefundId
    ? await ctx.gateway.readRefund(refund.providerRefundId)
    : await ctx.gateway.refund({ intentId, amountMinor: refund.amountMinor, idempotencyKey: refund.id }).catch(orRefused)
  if (!answer) ctx.log.error({ refundId }, 'the payment provider refuses a refund: somebody has to look at it')
  await inTransaction(ctx, (ctx) => noteAnswer(ctx, refundId, answer))
}

function orRefused(error: unknown): null {
  if (error instanceof DomainError && error.code === 'payments.refund_refused') return null
  throw error
}

async function noteAnswer(ctx: Context, refundId: string, answer: ProviderRefund | null): Promise<void> {
  const refund = await lockRefund(ctx, refundId)
  const status = answer === null || answer.status === 'failed' ? 'failed' : answer.status === 'pending' ? 'sent' : 'succeeded'
  if (!refund || !canMoveRefund(refund.status, status)) return

  await ctx.db
    .update(refunds)
    .set({ status, providerRefundId: answer?.id ?? refund.providerRefundId, updatedAt: ctx.now })
    .where(eq(refunds.id, refundId))
  if (status === 'sent') return

  await ctx.db
    .insert(paymentEvents)
    .values({
      id: ctx.newId(),
      paymentId: refund.paymentId,
      kind: status === 'succeeded' ? 'refunded' : 'refund_failed',
      providerObjectId: answer?.id ?? refund.id,
      amountMinor: refund.amountMinor,
      occurredAt: answer?.at ?? ctx.now,
    })
    .onConflictDoNothing()
  if (status === 'succeeded') await postRefundPaid(ctx, refund)
  if (refund.status === 'succeeded') await postRefundReturned(ctx, refund)
  await ctx.queue.publish(ctx.db, 'refund.settled', { refundId })
}

/** Refunds that should have got further by now. */
export async function listOpenRefunds(ctx: Context, untouchedSince: Date): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: refunds.id })
    .from(refunds)
    .where(and(inArray(refunds.status, ['requested', 'sent']), lt(refunds.updatedAt, untouchedSince)))
    .orderBy(asc(refunds.updatedAt))
    .limit(100)
  return rows.map(({ id }) => id)
}
