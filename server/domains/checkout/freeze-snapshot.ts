import { refusalOfCoupon, type PricedShop, type QuoteCart } from '#server/domains/pricing'
import type { ShippingProblem } from '#shared/contracts/cart'
import type { CheckoutSnapshot, SnapshotShop, StartCheckout } from '#shared/contracts/checkout'
import type { Picture } from '#shared/contracts/common'
import { addressMissing, doesNotShip, linesUnavailable, shippingMethodGone, soldOut, tooMuchToSend, totalChanged } from './checkout-errors'

/** Wide enough for a line of an order on any screen. */
const LINE_PICTURE_WIDTH = 160

/** Freezes a priced cart as it is to be bought, or refuses with the first thing that speaks against it. */
export function freezeSnapshot(cart: QuoteCart, input: StartCheckout): CheckoutSnapshot {
  const lines = cart.shops.flatMap((shop) => shop.lines)
  const short = lines.filter(({ problem }) => problem === 'sold_out' || problem === 'not_enough')
  if (short.length > 0) throw soldOut(short.map(({ id, title, left }) => ({ cartLineId: id, title, left })))
  const unavailable = lines.flatMap(({ id, title, problem }) => (problem ? [{ id, title, problem }] : []))
  if (unavailable.length > 0) throw linesUnavailable(unavailable)

  const shopsWith = (problem: ShippingProblem) =>
    cart.shops.filter(({ shippingProblem }) => shippingProblem === problem).map(({ shop: { id, name } }) => ({ id, name }))
  const unreachable = shopsWith('not_there')
  if (unreachable.length > 0) throw doesNotShip(unreachable, cart.country)
  const overloaded = shopsWith('too_much')
  if (overloaded.length > 0) throw tooMuchToSend(overloaded)
  const gone = input.shipping.filter(({ shopId, methodId }) =>
    cart.shops.some((part) => part.shop.id === shopId && part.option?.id !== methodId),
  )
  if (gone.length > 0) throw shippingMethodGone(gone.map(({ shopId }) => shopId))
  const isSent = cart.shops.some(({ option }) => !option?.pickup)
  const missing = (['street', 'postalCode', 'city'] as const).filter((field) => input.shippingAddress[field] === '')
  if (isSent && missing.length > 0) throw addressMissing(missing)
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
    pricesShown: cart.pricesShown,
    coupon: freezeCoupon(cart),
  }
}

/** What has to be put aside for it, and what is already, by an agreed price. */
export function demandOf({ shops }: CheckoutSnapshot) {
  const lines = shops.flatMap(({ lines }) => lines)
  return {
    asked: lines.filter(({ offerId }) => !offerId),
    agreed: lines.flatMap(({ offerId, cartLineId, title }) => (offerId ? [{ offerId, cartLineId, title }] : [])),
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
    offerId: line.offerId,
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
  pickup: option!.pickup,
  minDays: option!.minDays,
  maxDays: option!.maxDays,
  handlingDays: option!.handlingDays,
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
