import type { CartLineView, CartShopView, CartView, ShippingOption } from '#shared/contracts/cart'
import type { CartCoupon } from '#shared/contracts/coupons'
import type { AppliedCoupon, OfferedShipping, PricedLine, PricedShop } from './price-cart'
import type { QuoteCart } from './quote-cart'

export const presentCart = (cart: QuoteCart): CartView => ({
  currency: cart.currency,
  country: cart.country,
  shops: cart.shops.map(presentShop),
  lineCount: cart.lineCount,
  pieceCount: cart.pieceCount,
  itemsMinor: cart.itemsMinor,
  shippingMinor: cart.shippingMinor,
  discountMinor: cart.discountMinor,
  taxMinor: cart.taxMinor,
  totalMinor: cart.totalMinor,
  coupon: cart.coupon && presentCoupon(cart.coupon, cart.discountMinor),
  canBeBought: cart.canBeBought,
})

const presentCoupon = ({ coupon, problem, missingMinor }: AppliedCoupon, discountMinor: number): CartCoupon => ({
  code: coupon.code,
  kind: coupon.kind,
  discountMinor,
  problem,
  missingMinor,
  shopName: coupon.shopName,
})

const presentShop = ({ shop, lines, options, option, ...totals }: PricedShop): CartShopView => ({
  id: shop.id,
  slug: shop.slug,
  name: shop.name,
  closedUntil: shop.closedUntil?.toISOString() ?? null,
  lines: lines.map(presentLine),
  shippingOptions: options.map(presentOption),
  shippingOptionId: option?.id ?? null,
  itemsMinor: totals.itemsMinor,
  shippingMinor: totals.shippingMinor,
  discountMinor: totals.discountMinor,
  taxMinor: totals.taxMinor,
  totalMinor: totals.totalMinor,
})

const presentLine = (line: PricedLine): CartLineView => ({
  id: line.id,
  variantId: line.variantId,
  productSlug: line.productSlug,
  title: line.title,
  optionLabel: line.optionLabel,
  picture: line.picture,
  quantity: line.quantity,
  unitPriceMinor: line.unitPriceMinor,
  unitPriceSeenMinor: line.unitPriceSeenMinor,
  priceChanged: line.unitPriceMinor !== line.unitPriceSeenMinor,
  totalMinor: line.totalMinor,
  availability: line.availability,
  problem: line.problem,
})

const presentOption = ({ id, name, priceMinor, minDays, maxDays, freeFromMinor }: OfferedShipping): ShippingOption => ({
  id,
  name,
  priceMinor,
  minDays,
  maxDays,
  freeFromMinor,
})
