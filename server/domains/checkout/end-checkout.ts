import { eq } from 'drizzle-orm'
import { checkouts } from '#db/schema'
import { extendHolds } from '#server/domains/catalog'
import { accessKeyOf } from '#server/domains/orders'
import { callOffPayment } from '#server/domains/payments'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { DomainError } from '#server/platform/errors'
import { providerUnavailable } from '#server/platform/payment-gateway/gateway-errors'
import type { PaymentIntent } from '#server/platform/payment-gateway/payment-gateway'
import { alreadyPaid, paymentProcessing } from './checkout-errors'
import { findCheckout, lockCheckout, type CheckoutRow } from './checkout-locks'
import { endUnpaid, holdsOf, settleCheckout } from './finalize-checkout'

/** What became of the wish to end a checkout. */
export type Ending = 'ended' | 'paid' | 'processing' | 'unreachable'

const EXTENSION_MINUTES = 5
const ALERT_AFTER_MINUTES = 60

/**
 * Ends a checkout: its payment is called off at the provider first, since stock goes back only when nobody can pay for
 * it any more. Money that was faster becomes an order.
 */
export async function endCheckout(ctx: Context, checkoutId: string): Promise<Ending> {
  const state = await findCheckout(ctx, checkoutId)
  if (!state || state.checkout.status === 'expired' || state.checkout.status === 'failed') return 'ended'
  if (state.checkout.status === 'completed') return 'paid'
  if (!state.payment.intentId) return endBeforeIntent(ctx, checkoutId)

  const intent = await ctx.gateway.cancelIntent(state.payment.intentId).catch(orUnreachable)
  if (intent) await settleCheckout(ctx, checkoutId, intent)
  return intent ? ENDING[intent.status] : 'unreachable'
}

const ENDING: Record<PaymentIntent['status'], Ending> = {
  cancelled: 'ended',
  succeeded: 'paid',
  processing: 'processing',
  requires_payment: 'unreachable',
  requires_action: 'unreachable',
}

/**
 * Nobody has seen an intent of this payment. Marking the payment as called off, under the lock, makes sure that nobody
 * will: whoever is making it right now finds the mark and cancels what they made.
 */
async function endBeforeIntent(ctx: Context, checkoutId: string): Promise<Ending> {
  const isEnded = await inTransaction(ctx, async (ctx) => {
    const state = await lockCheckout(ctx, checkoutId)
    if (!state || state.checkout.status !== 'paying') return true
    if (!(await callOffPayment(ctx, state.payment.id))) return false
    await endUnpaid(ctx, state.checkout)
    return true
  })
  return isEnded ? 'ended' : endCheckout(ctx, checkoutId)
}

/** Makes room for another checkout of the same cart, or says why there is none. */
export async function endForAnother(ctx: Context, checkoutId: string): Promise<void> {
  const ending = await endCheckout(ctx, checkoutId)
  if (ending === 'processing') throw paymentProcessing()
  if (ending === 'unreachable') throw providerUnavailable()
  if (ending === 'paid') {
    const number = (await findCheckout(ctx, checkoutId))!.groupNumber
    if (number) throw alreadyPaid({ number, key: accessKeyOf(ctx.config, number) })
  }
}

/** Ends a checkout whose time is up; while the provider is still at it, or away, it gets five more minutes. */
export async function expireCheckout(ctx: Context, checkoutId: string): Promise<void> {
  const ending = await endCheckout(ctx, checkoutId)
  if (ending === 'ended' || ending === 'paid') return

  await inTransaction(ctx, async (ctx) => {
    const state = await lockCheckout(ctx, checkoutId)
    if (state?.checkout.status === 'paying' && state.checkout.expiresAt <= ctx.now) await extend(ctx, state.checkout, ending)
  })
}

async function extend(ctx: Context, checkout: CheckoutRow, ending: Ending): Promise<void> {
  const expiresAt = new Date(ctx.now.getTime() + EXTENSION_MINUTES * 60_000)
  await ctx.db.update(checkouts).set({ expiresAt }).where(eq(checkouts.id, checkout.id))
  await extendHolds(ctx, holdsOf(checkout), expiresAt)

  const minutes = Math.floor((ctx.now.getTime() - checkout.createdAt.getTime()) / 60_000)
  if (minutes >= ALERT_AFTER_MINUTES) ctx.log.error({ checkoutId: checkout.id, ending, minutes }, 'a checkout cannot be ended')
}

function orUnreachable(error: unknown): null {
  if (error instanceof DomainError && error.kind === 'unavailable') return null
  throw error
}
