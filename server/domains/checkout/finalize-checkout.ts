import { removeBoughtLines, removeUsedCoupon } from '#server/domains/cart'
import { consumeHolds, mergeDemand, releaseHolds } from '#server/domains/catalog'
import { keepRedemption, releaseCoupon } from '#server/domains/coupons'
import { freezeCommission, postSales } from '#server/domains/ledger'
import { placeOrderGroup } from '#server/domains/orders'
import { allocatePayment, recordFacts, requestRefund, type PaymentRow } from '#server/domains/payments'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { PaymentIntent } from '#server/platform/payment-gateway/payment-gateway'
import { findCheckout, lockCheckout, moveCheckout, type CheckoutRow } from './checkout-locks'

/**
 * Learns from the provider what became of a checkout's payment and does what follows from it. The redirect, the webhook
 * and the sweeper all call it, at once if they must: the second finds everything done. Answers with what the provider said.
 */
export async function finalizeCheckout(ctx: Context, checkoutId: string): Promise<PaymentIntent | null> {
  const known = await findCheckout(ctx, checkoutId)
  if (!known?.payment.intentId) return null
  const intent = await ctx.gateway.readIntent(known.payment.intentId)
  await settleCheckout(ctx, checkoutId, intent)
  return intent
}

/** Everything that follows from what the provider said, in one transaction. */
export function settleCheckout(ctx: Context, checkoutId: string, intent: PaymentIntent): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const state = await lockCheckout(ctx, checkoutId)
    if (!state) return
    const { checkout, payment } = state
    await recordFacts(ctx, payment, intent)

    if (intent.status === 'cancelled') return endUnpaid(ctx, checkout)
    if (intent.status !== 'succeeded' || checkout.status === 'completed' || state.refunded) return
    if (!isWhatWeAsked(payment, intent))
      ctx.log.error({ checkoutId, intentId: intent.id }, 'the provider took another amount than asked: it goes back')
    else if (checkout.status === 'paying' && (await placeEverything(ctx, checkout, payment))) return

    await sendMoneyBack(ctx, checkout, payment, intent)
  })
}

/** Makes orders of a paid checkout. False, with no order, when the hold is gone. */
export async function placeEverything(ctx: Context, checkout: CheckoutRow, payment: PaymentRow): Promise<boolean> {
  const { snapshot } = checkout
  const bought = snapshot.shops.flatMap(({ lines }) => lines)
  const groupId = ctx.newId()
  // Before the stock: whoever starts to pay locks their cart first, and then it.
  if (snapshot.coupon) await removeUsedCoupon(ctx, checkout.cartId, snapshot.coupon.id)
  if (!(await consumeHolds(ctx, holdsOf(checkout), mergeDemand(bought).length, groupId))) return false

  if (snapshot.coupon) await keepRedemption(ctx, checkout.id)
  const { orders } = await placeOrderGroup(ctx, groupId, checkout)
  const [commission] = await Promise.all([
    freezeCommission(ctx, orders),
    allocatePayment(ctx, payment, orders),
    removeBoughtLines(ctx, bought),
    moveCheckout(ctx, checkout.id, 'completed'),
  ])
  await postSales(
    ctx,
    orders.map((order) => ({ ...order, orderId: order.id, commissionMinor: commission.get(order.id)! })),
  )
  ctx.metrics.count('shop_orders_total', { status: 'placed' }, orders.length)
  return true
}

/** The money is here and the goods are not: all of it goes back, and the buyer is told. */
async function sendMoneyBack(ctx: Context, checkout: CheckoutRow, payment: PaymentRow, intent: PaymentIntent): Promise<void> {
  if (checkout.status === 'paying') {
    await releaseCoupon(ctx, checkout.id)
    await releaseHolds(ctx, holdsOf(checkout), 'released')
    await moveCheckout(ctx, checkout.id, 'failed')
  }
  await requestRefund(ctx, payment, null, {
    amountMinor: intent.lastTry!.amountMinor,
    reason: 'no_stock',
    requestKey: `orphan:${payment.id}`,
  })
  ctx.metrics.count('shop_checkout_failures_total', { reason: 'refunded' })
}

/** Ends a checkout that the provider will take no money for any more. */
export async function endUnpaid(ctx: Context, checkout: CheckoutRow): Promise<void> {
  if (checkout.status !== 'paying') return
  await releaseCoupon(ctx, checkout.id)
  await releaseHolds(ctx, holdsOf(checkout), checkout.expiresAt <= ctx.now ? 'expired' : 'released')
  await moveCheckout(ctx, checkout.id, 'expired')
  ctx.metrics.count('shop_checkout_failures_total', { reason: 'unpaid' })
}

export const holdsOf = (checkout: Pick<CheckoutRow, 'id'>) => ({ kind: 'checkout' as const, id: checkout.id })

const isWhatWeAsked = (payment: PaymentRow, intent: PaymentIntent): boolean =>
  intent.amountMinor === payment.amountMinor && intent.currency === payment.currency && intent.lastTry?.amountMinor === payment.amountMinor
