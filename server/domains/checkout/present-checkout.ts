import { accessKeyOf } from '#server/domains/orders'
import { presentPayment } from '#server/domains/payments'
import { shownAmount, shownTotals } from '#server/domains/pricing'
import type { Context } from '#server/platform/context'
import type { PaymentIntent } from '#server/platform/payment-gateway/payment-gateway'
import type { CheckoutSnapshot, CheckoutSummary, CheckoutView, SnapshotShop } from '#shared/contracts/checkout'
import { sum } from '#shared/money'
import type { PricesShown } from '#shared/prices-shown'
import type { CheckoutState } from './checkout-locks'

/** A checkout with what its provider says; null when it could not be asked or need not be. */
export interface ShownCheckout extends CheckoutState {
  intent: PaymentIntent | null
}

export const presentCheckout = (
  ctx: Pick<Context, 'config' | 'gateway' | 'now'>,
  { checkout, payment, groupNumber, refunded, intent }: ShownCheckout,
): CheckoutView => ({
  id: checkout.id,
  status: checkout.status,
  expiresAt: checkout.expiresAt.toISOString(),
  now: ctx.now.toISOString(),
  summary: presentSummary(checkout.snapshot),
  payment: presentPayment(ctx.gateway, payment, intent),
  orderGroup: groupNumber ? { number: groupNumber, key: accessKeyOf(ctx.config, groupNumber) } : null,
  refunded,
})

const presentSummary = (snapshot: CheckoutSnapshot): CheckoutSummary => ({
  ...snapshot,
  shown: shownTotals(snapshot.pricesShown, snapshot.shops.map(taxedShop), snapshot),
  shops: snapshot.shops.map((shop) => presentShop(shop, snapshot.pricesShown)),
})

const presentShop = (shop: SnapshotShop, pricesShown: PricesShown): CheckoutSummary['shops'][number] => ({
  ...shop,
  shownShippingMinor: shownAmount(pricesShown, shop.shippingMinor, shop.shippingTaxRateBps),
  lines: shop.lines.map((line) => ({ ...line, shownTotalMinor: shownAmount(pricesShown, grossOf(line), line.taxRateBps) })),
})

const taxedShop = ({ lines, shippingMinor, shippingTaxRateBps }: SnapshotShop) => ({
  lines: lines.map((line) => ({ grossMinor: grossOf(line), taxRateBps: line.taxRateBps })),
  shippingMinor,
  shippingTaxRateBps,
})

/** What a line cost before the discount. */
const grossOf = ({ totalMinor, discountMinor }: SnapshotShop['lines'][number]) => sum([totalMinor, discountMinor])
