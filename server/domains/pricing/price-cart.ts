import type { CartLine } from '#server/domains/cart'
import type { OfferedCoupon } from '#server/domains/coupons'
import type { ShopMethod } from '#server/domains/shops'
import type { ShippingProblem } from '#shared/contracts/cart'
import type { CouponProblem } from '#shared/contracts/coupons'
import { allocate, includedTax, share, sum, times } from '#shared/money'
import type { PricesShown } from '#shared/prices-shown'
import { offersFor } from '#shared/shipping'

/** A way to send, as a shop offers it. Once it is priced, `priceMinor` is what it costs for the cart. */
export interface OfferedShipping extends ShopMethod {
  shopId: string
}

/** What holds in the country that the cart is sent to. */
export interface Terms {
  /** The ways that reach it, of all shops of the cart. */
  shipping: readonly OfferedShipping[]
  /** Where those shops send to that do not reach it. */
  elsewhere: ReadonlyMap<string, readonly string[]>
  /** The country's rate, and those that differ by category. */
  standardRateBps: number
  categoryRateBps: ReadonlyMap<string, number>
  pricesShown: PricesShown
}

/** Which way of sending the buyer chose, by shop. */
export type ChosenShipping = ReadonlyMap<string, string>

export interface PricedLine extends CartLine {
  /** Before a discount. */
  totalMinor: number
  discountMinor: number
  taxRateBps: number
  /** The tax in what is left of it. */
  taxMinor: number
}

/** Items and shipping before the discount; the total is what is left. */
export interface Totals {
  itemsMinor: number
  shippingMinor: number
  discountMinor: number
  /** What of the total is tax. */
  taxMinor: number
  totalMinor: number
}

export interface PricedShop extends Totals {
  shop: CartLine['shop']
  lines: PricedLine[]
  /** Cheapest first, with what each costs for this cart. */
  options: OfferedShipping[]
  option: OfferedShipping | null
  /** Why there is no way to send it. */
  shippingProblem: ShippingProblem | null
  /** Where the shop sends to, if not there. */
  shipsTo: readonly string[]
  /** What of the discount is taken off the shipping. */
  shippingDiscountMinor: number
  shippingTaxRateBps: number
  shippingTaxMinor: number
}

/** The coupon of a cart, with what it takes off or what keeps it from that. */
export interface AppliedCoupon {
  coupon: OfferedCoupon
  problem: CouponProblem | null
  /** What more has to be bought of the things that it is for. */
  missingMinor: number
}

export interface PricedCart extends Totals {
  shops: PricedShop[]
  coupon: AppliedCoupon | null
  lineCount: number
  pieceCount: number
  canBeBought: boolean
}

/** Prices a cart. Pure: the same lines under the same terms always cost the same. */
export function priceCart(
  lines: readonly CartLine[],
  terms: Terms,
  chosen: ChosenShipping,
  offered: OfferedCoupon | null = null,
): PricedCart {
  const byShop = Map.groupBy(lines, ({ shop }) => shop.id)
  const full = [...byShop].map(([shopId, ofShop]) => priceShop(ofShop, terms, chosen.get(shopId)))
  const { coupon, discounts } = offered ? applyCoupon(full, offered) : { coupon: null, discounts: NO_DISCOUNTS }
  const shops = full.map((shop) => takeOff(shop, discounts))

  return {
    shops,
    coupon,
    ...totalsOf(shops),
    lineCount: lines.length,
    pieceCount: sum(lines.map(({ quantity }) => quantity)),
    canBeBought: shops.length > 0 && shops.every(({ option, lines }) => option !== null && lines.every(({ problem }) => problem === null)),
  }
}

function priceShop(cartLines: readonly CartLine[], terms: Terms, chosenId: string | undefined): PricedShop {
  const shop = cartLines[0]!.shop
  const lines = cartLines.map((line) => priceLine(line, terms))
  const bought = lines.filter(isBought)
  const itemsMinor = sum(bought.map(({ totalMinor }) => totalMinor))

  const reaching = terms.shipping.filter(({ shopId }) => shopId === shop.id)
  const weightGrams = sum(bought.map((line) => times(line.weightGrams, line.quantity)))
  const options = offersFor(reaching, { itemsMinor, weightGrams })
  // Nobody is made to come for it who has not said so, unless there is no other way.
  const option = options.find(({ id }) => id === chosenId) ?? options.find(({ pickup }) => !pickup) ?? options[0] ?? null

  const shippingMinor = bought.length > 0 ? (option?.priceMinor ?? 0) : 0
  return {
    shop,
    lines,
    options,
    option,
    shippingProblem: option ? null : reaching.length > 0 ? 'too_much' : 'not_there',
    shipsTo: terms.elsewhere.get(shop.id) ?? [],
    itemsMinor,
    shippingMinor,
    discountMinor: 0,
    shippingDiscountMinor: 0,
    shippingTaxRateBps: terms.standardRateBps,
    shippingTaxMinor: 0,
    taxMinor: 0,
    totalMinor: sum([itemsMinor, shippingMinor]),
  }
}

/** What a line costs by itself, before it is known whether it is bought and what a coupon takes off. */
export function priceLine(line: CartLine, terms: Terms): PricedLine {
  const ofCategory = line.categoryId === null ? undefined : terms.categoryRateBps.get(line.categoryId)
  return {
    ...line,
    totalMinor: times(line.unitPriceMinor, line.quantity),
    discountMinor: 0,
    taxRateBps: ofCategory ?? terms.standardRateBps,
    taxMinor: 0,
  }
}

export const isBought = ({ problem }: Pick<CartLine, 'problem'>) => problem === null

/** What is taken off which line and off which shop's shipping, by id. */
interface Discounts {
  lines: ReadonlyMap<string, number>
  shipping: ReadonlyMap<string, number>
}
const NO_DISCOUNTS: Discounts = { lines: new Map(), shipping: new Map() }

/** What a coupon takes off these shops, or why it takes off nothing. */
function applyCoupon(shops: readonly PricedShop[], coupon: OfferedCoupon): { coupon: AppliedCoupon; discounts: Discounts } {
  const eligible = shops.filter(({ shop }) => coupon.shopId === null || shop.id === coupon.shopId)
  // A price that was agreed is the price: nothing comes off it.
  const lines = eligible.flatMap((shop) => shop.lines.filter((line) => isBought(line) && line.offerId === null))
  const itemsMinor = sum(lines.map(({ totalMinor }) => totalMinor))
  const without = (problem: CouponProblem, missingMinor = 0) => ({ coupon: { coupon, problem, missingMinor }, discounts: NO_DISCOUNTS })

  if (coupon.problem) return without(coupon.problem)
  if (lines.every(({ currency }) => currency !== coupon.currency)) return without('not_for_cart')
  if (itemsMinor < coupon.minimumMinor) return without('below_minimum', coupon.minimumMinor - itemsMinor)

  const discounts = discountsOf(coupon, eligible, lines, itemsMinor)
  const isNothing = [...discounts.lines.values(), ...discounts.shipping.values()].every((minor) => minor === 0)
  return isNothing ? without('no_effect') : { coupon: { coupon, problem: null, missingMinor: 0 }, discounts }
}

function discountsOf(coupon: OfferedCoupon, shops: readonly PricedShop[], lines: readonly PricedLine[], itemsMinor: number): Discounts {
  if (coupon.kind === 'free_shipping')
    return { lines: new Map(), shipping: new Map(shops.map(({ shop, shippingMinor }) => [shop.id, shippingMinor])) }

  const discountMinor = coupon.kind === 'percent' ? share(itemsMinor, coupon.value) : Math.min(coupon.value, itemsMinor)
  const parts = allocate(
    discountMinor,
    lines.map(({ totalMinor }) => totalMinor),
  )
  return { lines: new Map(lines.map(({ id }, index) => [id, parts[index]!])), shipping: new Map() }
}

/** A shop's part with its share of the discount, and the tax that is in what is left. */
function takeOff(shop: PricedShop, discounts: Discounts): PricedShop {
  const lines = shop.lines.map((line) => {
    const discountMinor = discounts.lines.get(line.id) ?? 0
    return { ...line, discountMinor, taxMinor: includedTax(line.totalMinor - discountMinor, line.taxRateBps) }
  })
  const shippingDiscountMinor = discounts.shipping.get(shop.shop.id) ?? 0
  const discountMinor = sum([...lines.map((line) => line.discountMinor), shippingDiscountMinor])
  const shippingTaxMinor = includedTax(shop.shippingMinor - shippingDiscountMinor, shop.shippingTaxRateBps)
  return {
    ...shop,
    lines,
    discountMinor,
    shippingDiscountMinor,
    shippingTaxMinor,
    taxMinor: sum([...lines.filter(isBought).map(({ taxMinor }) => taxMinor), shippingTaxMinor]),
    totalMinor: shop.totalMinor - discountMinor,
  }
}

const totalsOf = (parts: readonly Totals[]): Totals => ({
  itemsMinor: sum(parts.map((part) => part.itemsMinor)),
  shippingMinor: sum(parts.map((part) => part.shippingMinor)),
  discountMinor: sum(parts.map((part) => part.discountMinor)),
  taxMinor: sum(parts.map((part) => part.taxMinor)),
  totalMinor: sum(parts.map((part) => part.totalMinor)),
})
