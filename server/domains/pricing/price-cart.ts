import type { CartLine } from '#server/domains/cart'
import { includedTax, sum, times } from '#shared/money'

/** A way to send, as a shop offers it. */
export interface OfferedShipping {
  id: string
  shopId: string
  name: string
  priceMinor: number
  freeFromMinor: number | null
  minDays: number
  maxDays: number
}

/** What holds in the country that the cart is sent to. */
export interface Terms {
  /** The ways that reach it, of all shops of the cart. */
  shipping: readonly OfferedShipping[]
  /** The country's rate, and those that differ by category. */
  standardRateBps: number
  categoryRateBps: ReadonlyMap<string, number>
}

/** Which way of sending the buyer chose, by shop. */
export type ChosenShipping = ReadonlyMap<string, string>

export interface PricedLine extends CartLine {
  totalMinor: number
  taxRateBps: number
  taxMinor: number
}

export interface Totals {
  itemsMinor: number
  shippingMinor: number
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
  shippingTaxRateBps: number
  shippingTaxMinor: number
}

export interface PricedCart extends Totals {
  shops: PricedShop[]
  lineCount: number
  pieceCount: number
  canBeBought: boolean
}

/** Prices a cart. Pure: the same lines under the same terms always cost the same. */
export function priceCart(lines: readonly CartLine[], terms: Terms, chosen: ChosenShipping): PricedCart {
  const byShop = Map.groupBy(lines, ({ shop }) => shop.id)
  const shops = [...byShop].map(([shopId, ofShop]) => priceShop(ofShop, terms, chosen.get(shopId)))

  return {
    shops,
    ...totalsOf(shops),
    lineCount: lines.length,
    pieceCount: sum(lines.map(({ quantity }) => quantity)),
    canBeBought: shops.length > 0 && shops.every(({ option, lines }) => option !== null && lines.every(({ problem }) => problem === null)),
  }
}

function priceShop(cartLines: readonly CartLine[], terms: Terms, chosenId: string | undefined): PricedShop {
  const shop = cartLines[0]!.shop
  const lines = cartLines.map((line) => priceLine(line, terms))
  const bought = lines.filter(({ problem }) => problem === null)
  const itemsMinor = sum(bought.map(({ totalMinor }) => totalMinor))

  const options = terms.shipping
    .filter(({ shopId }) => shopId === shop.id)
    .map((option) => ({ ...option, priceMinor: isFree(option, itemsMinor) ? 0 : option.priceMinor }))
    .sort((a, b) => a.priceMinor - b.priceMinor || a.maxDays - b.maxDays)
  const option = options.find(({ id }) => id === chosenId) ?? options[0] ?? null

  const shippingMinor = bought.length > 0 ? (option?.priceMinor ?? 0) : 0
  const shippingTaxMinor = includedTax(shippingMinor, terms.standardRateBps)
  return {
    shop,
    lines,
    options,
    option,
    itemsMinor,
    shippingMinor,
    shippingTaxRateBps: terms.standardRateBps,
    shippingTaxMinor,
    taxMinor: sum([...bought.map(({ taxMinor }) => taxMinor), shippingTaxMinor]),
    totalMinor: sum([itemsMinor, shippingMinor]),
  }
}

function priceLine(line: CartLine, terms: Terms): PricedLine {
  const totalMinor = times(line.unitPriceMinor, line.quantity)
  const ofCategory = line.categoryId === null ? undefined : terms.categoryRateBps.get(line.categoryId)
  const taxRateBps = ofCategory ?? terms.standardRateBps
  return { ...line, totalMinor, taxRateBps, taxMinor: includedTax(totalMinor, taxRateBps) }
}

const isFree = (option: OfferedShipping, itemsMinor: number) => option.freeFromMinor !== null && itemsMinor >= option.freeFromMinor

const totalsOf = (parts: readonly Totals[]): Totals => ({
  itemsMinor: sum(parts.map((part) => part.itemsMinor)),
  shippingMinor: sum(parts.map((part) => part.shippingMinor)),
  taxMinor: sum(parts.map((part) => part.taxMinor)),
  totalMinor: sum(parts.map((part) => part.totalMinor)),
})
