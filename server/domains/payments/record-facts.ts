import { and, eq, inArray } from 'drizzle-orm'
import { paymentEvents, payments } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { PaymentIntent } from '#server/platform/payment-gateway/payment-gateway'
import { canMovePayment, PAYMENT_ATTEMPT_STATUSES, type PaymentAttemptStatus, type PaymentEventKind } from '#shared/lifecycles/payment'
import type { PaymentRow } from './payments-locks'

/**
 * Writes down what the provider says of a payment, each fact once, and moves the payment along. Answers with the status that it
 * has then. Under the checkout's lock.
 */
export async function recordFacts(ctx: Context, payment: PaymentRow, intent: PaymentIntent): Promise<PaymentAttemptStatus> {
  const facts = factsOf(intent, ctx.now).map((fact) => ({ id: ctx.newId(), paymentId: payment.id, ...fact }))
  const status = statusOf(intent)
  const [isMoved] = await Promise.all([
    status !== payment.status && movePayment(ctx, payment.id, status),
    facts.length > 0 && ctx.db.insert(paymentEvents).values(facts).onConflictDoNothing(),
  ])
  return isMoved ? status : payment.status
}

/** Guarded by the lifecycle; a move that is not allowed changes nothing. */
async function movePayment(ctx: Context, paymentId: string, to: PaymentAttemptStatus): Promise<boolean> {
  const from = PAYMENT_ATTEMPT_STATUSES.filter((status) => canMovePayment(status, to))
  const moved = await ctx.db
    .update(payments)
    .set({ status: to, updatedAt: ctx.now })
    .where(and(eq(payments.id, paymentId), inArray(payments.status, from)))
    .returning({ id: payments.id })
  return moved.length > 0
}

const statusOf = ({ status }: PaymentIntent): PaymentAttemptStatus =>
  status === 'succeeded' ? 'captured' : status === 'cancelled' ? 'cancelled' : 'pending'

function factsOf({ id, status, amountMinor, currency, lastTry, dispute }: PaymentIntent, now: Date) {
  const facts: { kind: PaymentEventKind; providerObjectId: string; amountMinor: number; occurredAt: Date; raw: unknown }[] = []
  if (lastTry?.status === 'succeeded') {
    facts.push({
      kind: 'charged',
      providerObjectId: lastTry.id,
      amountMinor: lastTry.amountMinor,
      occurredAt: lastTry.at,
      raw: { ...lastTry, currency },
    })
  }
  if (lastTry?.status === 'failed') {
    facts.push({ kind: 'declined', providerObjectId: lastTry.id, amountMinor: lastTry.amountMinor, occurredAt: lastTry.at, raw: lastTry })
  }
  if (dispute) {
    const kind = ({ open: 'disputed', won: 'dispute_won', lost: 'dispute_lost' } as const)[dispute.status]
    facts.push({ kind, providerObjectId: dispute.id, amountMinor: dispute.amountMinor, occurredAt: dispute.at, raw: dispute })
  }
  if (status === 'cancelled') {
    facts.push({ kind: 'cancelled', providerObjectId: id, amountMinor, occurredAt: now, raw: {} })
  }
  return facts
}
