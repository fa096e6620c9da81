import { removeAgreedLines, removeBoughtLines, removeUsedCoupon } from '#server/domains/cart'
import { consumeHolds, mergeDemand, releaseHolds } from '#server/domains/catalog'
import { keepRedemption, releaseCoupon } from '#server/domains/coupons'
import { freezeCommission, postSales } from '#server/domains/ledger'
import { placeOrderGroup, settleDispute } from '#server/domains/orders'
import { allocatePayment, recordFacts, requestRefund, type PaymentRow } from '#server/domains/payments'
import type { Context } from '#server/platform/context'
import { collectRows } from '#server/platform/database/collect-rows'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { PaymentIntent } from '#server/platform/payment-gateway/payment-gateway'
import { findCheckout, lockCheckout, moveCheckout, type CheckoutRow, type CheckoutState } from './checkout-locks'
import { demandOf } from './freeze-snapshot'
import type { ShownCheckout } from './present-checkout'

/**
 * Learns from the provider what became of a checkout's payment and does what follows from it. The redirect, the webhook
 * and the sweeper all call it, at once if they must: the second finds everything done. Answers with how the checkout stands
 * then and what the provider said.
 */
export async function finalizeCheckout(ctx: Context, checkoutId: string): Promise<ShownCheckout | null> {
  const known = await findCheckout(ctx, checkoutId)
  if (!known?.payment.intentId) return known && { ...known, intent: null }
  const intent = await ctx.gateway.readIntent(known.payment.intentId)
  const state = await settleCheckout(ctx, checkoutId, intent)
  return state && { ...state, intent }
}

/** Everything that follows from what the provider said, in one transaction. Answers with how the checkout stands then. */
export function settleCheckout(ctx: Context, checkoutId: string, intent: PaymentIntent): Promise<CheckoutState | null> {
  return inTransaction(ctx, async (ctx) => {
    const state = await lockCheckout(ctx, checkoutId)
    if (!state) return null
    const { checkout, payment } = state
    const status = await recordFacts(ctx, payment, intent)

    if (intent.status === 'succeeded' && !state.refunded) {
      const groupNumber = await groupOf(ctx, state, intent)
      if (groupNumber && intent.dispute) await settleDispute(ctx, payment, intent.dispute)
      else if (groupNumber)
        return { checkout: { ...checkout, status: 'completed' }, payment: { ...payment, status }, groupNumber, refunded: false }
      else await sendMoneyBack(ctx, checkout, payment, intent)
    }
    if (intent.status === 'cancelled') await endUnpaid(ctx, checkout)
    return findCheckout(ctx, checkoutId)
  })
}

/** The number of the orders for what was paid, which are made now where there were none. Null when there can be none. */
async function groupOf(ctx: Context, { checkout, payment, groupNumber }: CheckoutState, intent: PaymentIntent): Promise<string | null> {
  if (checkout.status === 'completed') return groupNumber
  if (isWhatWeAsked(payment, intent)) return checkout.status === 'paying' ? placeEverything(ctx, checkout, payment) : null
  ctx.log.error({ checkoutId: checkout.id, intentId: intent.id }, 'the provider took another amount than asked: it goes back')
  return null
}

/** Makes orders of a paid checkout and answers with their number. Null, with no order, when the hold is gone. */
export async function placeEverything(ctx: Context, checkout: CheckoutRow, payment: PaymentRow): Promise<string | null> {
  const { snapshot } = checkout
  const bought = snapshot.shops.flatMap(({ lines }) => lines)
  const groupId = ctx.newId()
  const rows = collectRows()
  // Before the stock: whoever starts to pay locks their cart first, and then it.
  if (snapshot.coupon) await removeUsedCoupon(ctx, checkout.cartId, snapshot.coupon.id)
  const { asked, agreed } = demandOf(snapshot)
  if (!(await consumeHolds(ctx, holdsOf(checkout), mergeDemand(asked).length + agreed.length, groupId, rows))) return null

  if (snapshot.coupon) await keepRedemption(ctx, checkout.id)
  const { number, orders } = await placeOrderGroup(ctx, groupId, checkout, rows)
  allocatePayment(ctx, payment, orders, rows)
  const [commission] = await Promise.all([
    freezeCommission(ctx, orders, rows),
    removeBoughtLines(ctx, bought),
    removeAgreedLines(ctx, checkout.cartId, agreed),
    moveCheckout(ctx, checkout.id, 'completed'),
  ])
  const sales = orders.map((order) => ({ ...order, orderId: order.id, commissionMinor: commission.get(order.id)! }))
  await postSales(ctx, sales, rows)
  if (agreed.length > 0) await ctx.queue.publish(ctx.db, 'offer.paid', { offerIds: agreed.map(({ offerId }) => offerId) })
  ctx.metrics.count('shop_orders_total', { status: 'placed' }, orders.length)
  return number
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
