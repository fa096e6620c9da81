import type { CartLineView, CartShopView, CartView, ShippingOption } from '#shared/contracts/cart'
import type { CartCoupon } from '#shared/contracts/coupons'
import { isBought, type AppliedCoupon, type OfferedShipping, type PricedLine, type PricedShop } from './price-cart'
import type { PricesShown } from '#shared/prices-shown'
import { fewestOf, mostOf } from '#shared/order-rule'
import type { QuoteCart } from './quote-cart'
import { shownAmount, shownTotals } from './show-prices'

export const presentCart = (cart: QuoteCart): CartView => ({
  currency: cart.currency,
  country: cart.country,
  shops: cart.shops.map((shop) => presentShop(shop, cart.pricesShown)),
  lineCount: cart.lineCount,
  pieceCount: cart.pieceCount,
  itemsMinor: cart.itemsMinor,
  shippingMinor: cart.shippingMinor,
  discountMinor: cart.discountMinor,
  taxMinor: cart.taxMinor,
  totalMinor: cart.totalMinor,
  pricesShown: cart.pricesShown,
  shown: shownTotals(cart.pricesShown, cart.shops.map(taxedShop), cart),
  saved: cart.saved.map((line) => ({ ...presentLine(line, cart.pricesShown), shop: { slug: line.shop.slug, name: line.shop.name } })),
  coupon: cart.coupon && presentCoupon(cart.coupon, cart.discountMinor),
  canBeBought: cart.canBeBought,
})

const taxedShop = ({ lines, shippingMinor, shippingTaxRateBps }: PricedShop) => ({
  lines: lines.filter(isBought).map(({ totalMinor, taxRateBps }) => ({ grossMinor: totalMinor, taxRateBps })),
  shippingMinor,
  shippingTaxRateBps,
})

const presentCoupon = ({ coupon, problem, missingMinor }: AppliedCoupon, discountMinor: number): CartCoupon => ({
  code: coupon.code,
  kind: coupon.kind,
  discountMinor,
  problem,
  missingMinor,
  shopName: coupon.shopName,
})

const presentShop = ({ shop, lines, options, option, ...totals }: PricedShop, pricesShown: PricesShown): CartShopView => ({
  id: shop.id,
  slug: shop.slug,
  name: shop.name,
  closedUntil: shop.closedUntil?.toISOString() ?? null,
  lines: lines.map((line) => presentLine(line, pricesShown)),
  shippingOptions: options.map((option) => presentOption(option, shownAmount(pricesShown, option.priceMinor, totals.shippingTaxRateBps))),
  shippingOptionId: option?.id ?? null,
  shippingProblem: totals.shippingProblem,
  shipsTo: [...totals.shipsTo],
  itemsMinor: totals.itemsMinor,
  shippingMinor: totals.shippingMinor,
  shownShippingMinor: shownAmount(pricesShown, totals.shippingMinor, totals.shippingTaxRateBps),
  discountMinor: totals.discountMinor,
  taxMinor: totals.taxMinor,
  totalMinor: totals.totalMinor,
})

const presentLine = (line: PricedLine, pricesShown: PricesShown): CartLineView => ({
  id: line.id,
  variantId: line.variantId,
  productSlug: line.productSlug,
  title: line.title,
  optionLabel: line.optionLabel,
  picture: line.picture,
  quantity: line.quantity,
  fewest: fewestOf(line.rule),
  most: mostOf(line.rule),
  step: line.rule.orderStep,
  unitPriceMinor: line.unitPriceMinor,
  unitPriceSeenMinor: line.unitPriceSeenMinor,
  priceChanged: line.unitPriceMinor !== line.unitPriceSeenMinor,
  totalMinor: line.totalMinor,
  shownUnitPriceMinor: shownAmount(pricesShown, line.unitPriceMinor, line.taxRateBps),
  shownUnitPriceSeenMinor: shownAmount(pricesShown, line.unitPriceSeenMinor, line.taxRateBps),
  shownTotalMinor: shownAmount(pricesShown, line.totalMinor, line.taxRateBps),
  availability: line.availability,
  agreedUntil: line.agreedUntil?.toISOString() ?? null,
  problem: line.problem,
})

const presentOption = (
  { id, name, priceMinor, minDays, maxDays, freeFromMinor, pickup }: OfferedShipping,
  shownPriceMinor: number,
): ShippingOption => ({
  id,
  name,
  priceMinor,
  shownPriceMinor,
  minDays,
  maxDays,
  freeFromMinor,
  pickup,
})
