import type { ShownTotals } from '#shared/contracts/cart'
import { sum, withoutTax } from '#shared/money'
import type { PricesShown } from '#shared/prices-shown'

/** What a buyer sees of an amount that is taxed at a rate in basis points. */
export const shownAmount = (pricesShown: PricesShown, amountMinor: number, taxRateBps: number): number =>
  pricesShown === 'withoutTax' ? withoutTax(amountMinor, taxRateBps) : amountMinor

/** Amounts before a discount, each with the rate of its tax in basis points. */
interface TaxedShop {
  lines: readonly { grossMinor: number; taxRateBps: number }[]
  shippingMinor: number
  shippingTaxRateBps: number
}

/**
 * The rows above the total, as `shownTotalsSchema` says. Goods and shipping are rounded as their tax is, once a line; the
 * discount is what is left between them and the total without its tax, so that the rows and the tax sum to the total exactly.
 */
export function shownTotals(
  pricesShown: PricesShown,
  shops: readonly TaxedShop[],
  { discountMinor, taxMinor, totalMinor }: { discountMinor: number; taxMinor: number; totalMinor: number },
): ShownTotals {
  const lines = shops.flatMap((shop) => shop.lines)
  const itemsMinor = sum(lines.map(({ grossMinor, taxRateBps }) => shownAmount(pricesShown, grossMinor, taxRateBps)))
  const shippingMinor = sum(shops.map((shop) => shownAmount(pricesShown, shop.shippingMinor, shop.shippingTaxRateBps)))
  const isNet = pricesShown === 'withoutTax'
  return { itemsMinor, shippingMinor, discountMinor: isNet ? sum([itemsMinor, shippingMinor, taxMinor, -totalMinor]) : discountMinor }
}
