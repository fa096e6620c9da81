import { refusalOfCoupon, type PricedShop, type QuoteCart } from '#server/domains/pricing'
import type { CheckoutSnapshot, SnapshotShop, StartCheckout } from '#shared/contracts/checkout'
import type { Picture } from '#shared/contracts/common'
import { doesNotShip, linesUnavailable, shippingMethodGone, soldOut, totalChanged } from './checkout-errors'

/** Wide enough for a line of an order on any screen. */
const LINE_PICTURE_WIDTH = 160

/** Freezes a priced cart as it is to be bought, or refuses with the first thing that speaks against it. */
export function freezeSnapshot(cart: QuoteCart, input: StartCheckout): CheckoutSnapshot {
  const lines = cart.shops.flatMap((shop) => shop.lines)
  const short = lines.filter(({ problem }) => problem === 'sold_out' || problem === 'not_enough')
  if (short.length > 0) throw soldOut(short.map(({ id, title, left }) => ({ cartLineId: id, title, left })))
  const unavailable = lines.flatMap(({ id, title, problem }) => (problem ? [{ id, title, problem }] : []))
  if (unavailable.length > 0) throw linesUnavailable(unavailable)

  const unreachable = cart.shops.filter(({ option }) => option === null)
  if (unreachable.length > 0)
    throw doesNotShip(
      unreachable.map(({ shop: { id, name } }) => ({ id, name })),
      cart.country,
    )
  const gone = input.shipping.filter(({ shopId, methodId }) =>
    cart.shops.some((part) => part.shop.id === shopId && part.option?.id !== methodId),
  )
  if (gone.length > 0) throw shippingMethodGone(gone.map(({ shopId }) => shopId))
  if (cart.totalMinor !== input.expectedTotalMinor) throw refusalOfCoupon(cart) ?? totalChanged(cart.totalMinor, cart.currency)

  return {
    email: input.email,
    locale: input.locale,
    shippingAddress: input.shippingAddress,
    billingAddress: input.billingAddress ?? input.shippingAddress,
    shops: cart.shops.map(freezeShop),
    itemsMinor: cart.itemsMinor,
    shippingMinor: cart.shippingMinor,
    discountMinor: cart.discountMinor,
    taxMinor: cart.taxMinor,
    totalMinor: cart.totalMinor,
    currency: cart.currency,
    coupon: freezeCoupon(cart),
  }
}

/** One that does not apply is left on the cart: the buyer has seen the price without it. */
function freezeCoupon({ coupon: applied }: QuoteCart): CheckoutSnapshot['coupon'] {
  if (!applied || applied.problem) return null
  const { id, code, bearer } = applied.coupon
  return { id, code, bearer }
}

const freezeShop = ({ shop, lines, option, ...totals }: PricedShop): SnapshotShop => ({
  shopId: shop.id,
  shopName: shop.name,
  shopSlug: shop.slug,
  lines: lines.map((line) => ({
    cartLineId: line.id,
    variantId: line.variantId,
    productId: line.productId,
    productSlug: line.productSlug,
    title: line.title,
    optionLabel: line.optionLabel,
    sku: line.sku,
    imageUrl: smallPictureOf(line.picture),
    unitPriceMinor: line.unitPriceMinor,
    quantity: line.quantity,
    taxRateBps: line.taxRateBps,
    taxMinor: line.taxMinor,
    discountMinor: line.discountMinor,
    totalMinor: line.totalMinor - line.discountMinor,
  })),
  shippingMethodId: option!.id,
  shippingMethod: option!.name,
  minDays: option!.minDays,
  maxDays: option!.maxDays,
  shippingMinor: totals.shippingMinor,
  shippingTaxRateBps: totals.shippingTaxRateBps,
  shippingTaxMinor: totals.shippingTaxMinor,
  itemsMinor: totals.itemsMinor,
  discountMinor: totals.discountMinor,
  taxMinor: totals.taxMinor,
  totalMinor: totals.totalMinor,
})

const smallPictureOf = (picture: Picture | null): string | null =>
  (picture?.renditions.find(({ width }) => width >= LINE_PICTURE_WIDTH) ?? picture?.renditions.at(-1))?.url ?? null
