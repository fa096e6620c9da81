import { z } from 'zod'
import { countryCodeSchema } from './address'
import { availabilitySchema } from './catalog'
import { currencySchema, idSchema, minorUnitsSchema, momentSchema, pictureSchema } from './common'
import { cartCouponSchema } from './coupons'
import { LINE_QUANTITY_MAX } from '../order-rule'
import { PRICES_SHOWN } from '../prices-shown'
import { pickupPlaceSchema } from './shipping'

/** The most different things that fit into a cart. */
export const CART_LINES_MAX = 60

/** As many things may be saved for later. */
export const SAVED_LINES_MAX = 60

const quantitySchema = z.number().int().min(1).max(LINE_QUANTITY_MAX)

/** Puts a variant into the cart; if it is in there already, that many more of it. */
export const addToCartSchema = z.strictObject({ variantId: idSchema, quantity: quantitySchema.default(1) })
export type AddToCart = z.infer<typeof addToCartSchema>

/** Sets how many of a line are wanted, and takes note that the buyer has seen its price. */
export const changeCartLineSchema = z.strictObject({ quantity: quantitySchema })
export type ChangeCartLine = z.infer<typeof changeCartLineSchema>

/** What an added line is now; `pieceCount` is for the badge on the basket. */
export const addedToCartSchema = z.object({
  lineId: idSchema,
  quantity: z.number().int(),
  pieceCount: z.number().int(),
})
export type AddedToCart = z.infer<typeof addedToCartSchema>

/** What keeps a line from being bought; `offer_over`: the time of an agreed price is up. */
export const CART_LINE_PROBLEMS = [
  'not_for_sale',
  'shop_closed',
  'own_shop',
  'sold_out',
  'not_enough',
  'wrong_quantity',
  'offer_over',
] as const
export type CartLineProblem = (typeof CART_LINE_PROBLEMS)[number]

/**
 * Goods, shipping and discount as their buyer sees them. With tax they are what they are: goods and shipping less the discount
 * are the total. Without tax they are so less the tax: goods and shipping less the discount, and the tax, are the total.
 */
export const shownTotalsSchema = z.object({
  itemsMinor: minorUnitsSchema,
  shippingMinor: minorUnitsSchema,
  discountMinor: minorUnitsSchema,
})
export type ShownTotals = z.infer<typeof shownTotalsSchema>

/** A line at today's price. */
export const cartLineViewSchema = z.object({
  id: idSchema,
  variantId: idSchema,
  productSlug: z.string(),
  title: z.string(),
  /** The chosen values, joined by ` / `; empty without options. */
  optionLabel: z.string(),
  picture: pictureSchema.nullable(),
  quantity: z.number().int(),
  /** What its shop says of how many are sold at once: from the fewest, in steps, up to the most. `wrong_quantity` is another number. */
  fewest: z.number().int(),
  most: z.number().int(),
  step: z.number().int(),
  unitPriceMinor: minorUnitsSchema,
  /** The price when the buyer last touched the line; `priceChanged` says that it differs from today's. */
  unitPriceSeenMinor: minorUnitsSchema,
  priceChanged: z.boolean(),
  /** Before a discount. */
  totalMinor: minorUnitsSchema,
  /** As its buyer sees them; without tax each is rounded for itself, so that the line is not always so many times a piece. */
  shownUnitPriceMinor: minorUnitsSchema,
  shownUnitPriceSeenMinor: minorUnitsSchema,
  shownTotalMinor: minorUnitsSchema,
  /** `low_stock.left` is how many can be had. */
  availability: availabilitySchema,
  /** Until when an agreed price holds, in which nothing can be changed; null for any other line. */
  agreedUntil: momentSchema.nullable(),
  problem: z.enum(CART_LINE_PROBLEMS).nullable(),
})
export type CartLineView = z.infer<typeof cartLineViewSchema>

/** Why a shop cannot send its part: it does not send to the country, or what is bought is more than its ways there carry. */
export const SHIPPING_PROBLEMS = ['not_there', 'too_much'] as const
export type ShippingProblem = (typeof SHIPPING_PROBLEMS)[number]

/** A way to send what was bought from one shop, with what it costs for this cart. */
export const shippingOptionSchema = z.object({
  id: idSchema,
  name: z.string(),
  priceMinor: minorUnitsSchema,
  /** As its buyer sees it. */
  shownPriceMinor: minorUnitsSchema,
  /** Days from the order until it arrives. */
  minDays: z.number().int(),
  maxDays: z.number().int(),
  /** What has to be bought from the shop, with tax, for this to cost nothing; null where it never does. */
  freeFromMinor: minorUnitsSchema.nullable(),
  /** Where the buyer comes for it, who then need not say where they live; null where it is sent. */
  pickup: pickupPlaceSchema.nullable(),
})
export type ShippingOption = z.infer<typeof shippingOptionSchema>

/** What a cart holds of one shop; this becomes one order. */
export const cartShopViewSchema = z.object({
  id: idSchema,
  slug: z.string(),
  name: z.string(),
  /** When a shop on holiday opens again; null while it is open. */
  closedUntil: momentSchema.nullable(),
  lines: z.array(cartLineViewSchema).min(1),
  /** The ways that reach the country and carry it, cheapest first. */
  shippingOptions: z.array(shippingOptionSchema),
  /** The one that is counted in; null when there is none. */
  shippingOptionId: idSchema.nullable(),
  shippingProblem: z.enum(SHIPPING_PROBLEMS).nullable(),
  /** Where the shop sends to; told only when it does not send to the country. */
  shipsTo: z.array(countryCodeSchema),
  itemsMinor: minorUnitsSchema,
  shippingMinor: minorUnitsSchema,
  shownShippingMinor: minorUnitsSchema,
  /** What of the coupon's discount falls on this shop. */
  discountMinor: minorUnitsSchema,
  /** The tax that the total includes. */
  taxMinor: minorUnitsSchema,
  totalMinor: minorUnitsSchema,
})
export type CartShopView = z.infer<typeof cartShopViewSchema>

/** The cart, split by shop. An empty one has no shops. Shipping is for `country`. */
export const cartViewSchema = z.object({
  currency: currencySchema,
  country: countryCodeSchema,
  shops: z.array(cartShopViewSchema),
  lineCount: z.number().int(),
  pieceCount: z.number().int(),
  itemsMinor: minorUnitsSchema,
  shippingMinor: minorUnitsSchema,
  discountMinor: minorUnitsSchema,
  taxMinor: minorUnitsSchema,
  totalMinor: minorUnitsSchema,
  pricesShown: z.enum(PRICES_SHOWN),
  shown: shownTotalsSchema,
  /** What its buyer saved for later, the newest first. Nothing of it is counted anywhere else. */
  saved: z.array(cartLineViewSchema.extend({ shop: z.object({ slug: z.string(), name: z.string() }) })),
  /** The coupon that was put on it, with what keeps it from applying now; it never keeps the cart from being bought. */
  coupon: cartCouponSchema.nullable(),
  /** Nothing keeps it from being bought and sent to `country`. */
  canBeBought: z.boolean(),
})
export type CartView = z.infer<typeof cartViewSchema>

export const cartQuerySchema = z.object({ country: countryCodeSchema.optional() })
