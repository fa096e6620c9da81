import { z } from 'zod'
import { countryCodeSchema } from './address'
import { availabilitySchema } from './catalog'
import { currencySchema, idSchema, minorUnitsSchema, momentSchema, pictureSchema } from './common'
import { cartCouponSchema } from './coupons'

/** The most of one variant that fits into a line. */
export const LINE_QUANTITY_MAX = 99
/** The most different things that fit into a cart. */
export const CART_LINES_MAX = 60

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

/** What keeps a line from being bought. */
export const CART_LINE_PROBLEMS = ['not_for_sale', 'shop_closed', 'own_shop', 'sold_out', 'not_enough'] as const
export type CartLineProblem = (typeof CART_LINE_PROBLEMS)[number]

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
  unitPriceMinor: minorUnitsSchema,
  /** The price when the buyer last touched the line; `priceChanged` says that it differs from today's. */
  unitPriceSeenMinor: minorUnitsSchema,
  priceChanged: z.boolean(),
  /** Before a discount. */
  totalMinor: minorUnitsSchema,
  /** `low_stock.left` is how many can be had. */
  availability: availabilitySchema,
  problem: z.enum(CART_LINE_PROBLEMS).nullable(),
})
export type CartLineView = z.infer<typeof cartLineViewSchema>

/** A way to send what was bought from one shop, with what it costs for this cart. */
export const shippingOptionSchema = z.object({
  id: idSchema,
  name: z.string(),
  priceMinor: minorUnitsSchema,
  minDays: z.number().int(),
  maxDays: z.number().int(),
  /** What has to be bought from the shop for this to cost nothing; null where it never does. */
  freeFromMinor: minorUnitsSchema.nullable(),
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
  /** The ways that reach the country, cheapest first; none means that the shop does not send there. */
  shippingOptions: z.array(shippingOptionSchema),
  /** The one that is counted in; null when there is none. */
  shippingOptionId: idSchema.nullable(),
  itemsMinor: minorUnitsSchema,
  shippingMinor: minorUnitsSchema,
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
  /** The coupon that was put on it, with what keeps it from applying now; it never keeps the cart from being bought. */
  coupon: cartCouponSchema.nullable(),
  /** Nothing keeps it from being bought and sent to `country`. */
  canBeBought: z.boolean(),
})
export type CartView = z.infer<typeof cartViewSchema>

export const cartQuerySchema = z.object({ country: countryCodeSchema.optional() })
