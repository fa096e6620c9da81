import { z } from 'zod'
import { CHECKOUT_STATUSES } from '../lifecycles/checkout'
import { emailSchema } from './accounts'
import { countryCodeSchema, deliveryAddressSchema, postalAddressSchema } from './address'
import { cartViewSchema, shownTotalsSchema } from './cart'
import { currencySchema, idSchema, minorUnitsSchema, momentSchema } from './common'
import { COUPON_BEARERS } from '../lifecycles/coupon'
import { PRICES_SHOWN } from '../prices-shown'
import { checkoutPaymentSchema } from './payments'
import { pickupPlaceSchema } from './shipping'

/** A line as it was when the buyer pressed "pay". */
export const snapshotLineSchema = z.object({
  cartLineId: idSchema,
  /** The offer by which the price was agreed; null for any other line. */
  offerId: idSchema.nullable().default(null),
  variantId: idSchema,
  productId: idSchema,
  productSlug: z.string(),
  title: z.string(),
  optionLabel: z.string(),
  sku: z.string(),
  imageUrl: z.string().nullable(),
  unitPriceMinor: minorUnitsSchema,
  quantity: z.number().int().positive(),
  discountMinor: minorUnitsSchema,
  taxRateBps: z.number().int(),
  taxMinor: minorUnitsSchema,
  /** What is left after the discount. */
  totalMinor: minorUnitsSchema,
})
export type SnapshotLine = z.infer<typeof snapshotLineSchema>

/** One shop's share of the snapshot: what will be its order. */
export const snapshotShopSchema = z.object({
  shopId: idSchema,
  shopName: z.string(),
  shopSlug: z.string(),
  lines: z.array(snapshotLineSchema).min(1),
  shippingMethodId: idSchema,
  shippingMethod: z.string(),
  /** Days until the parcel arrives. */
  minDays: z.number().int(),
  maxDays: z.number().int(),
  /** Where the buyer comes for it; null where it is sent. */
  pickup: pickupPlaceSchema.nullable().default(null),
  /** Days until the shop hands it over; null where it has not told. */
  handlingDays: z.number().int().nullable(),
  shippingMinor: minorUnitsSchema,
  shippingTaxRateBps: z.number().int(),
  shippingTaxMinor: minorUnitsSchema,
  itemsMinor: minorUnitsSchema,
  /** Off lines and shipping, which stand here before it. */
  discountMinor: minorUnitsSchema,
  taxMinor: minorUnitsSchema,
  totalMinor: minorUnitsSchema,
})
export type SnapshotShop = z.infer<typeof snapshotShopSchema>

/** Everything an order group is made of, frozen when paying starts. */
export const checkoutSnapshotSchema = z.object({
  email: z.string(),
  locale: z.string(),
  shippingAddress: deliveryAddressSchema,
  billingAddress: deliveryAddressSchema,
  shops: z.array(snapshotShopSchema).min(1),
  itemsMinor: minorUnitsSchema,
  shippingMinor: minorUnitsSchema,
  discountMinor: minorUnitsSchema,
  taxMinor: minorUnitsSchema,
  totalMinor: minorUnitsSchema,
  currency: currencySchema,
  /** How the buyer saw the prices. */
  pricesShown: z.enum(PRICES_SHOWN).default('withTax'),
  /** Where the discount comes from, and who bears it. */
  coupon: z.object({ id: idSchema, code: z.string(), bearer: z.enum(COUPON_BEARERS) }).nullable(),
})
export type CheckoutSnapshot = z.infer<typeof checkoutSnapshotSchema>

/** Which way of sending is chosen for which shop. A shop that is not named gets its cheapest. */
const chosenShippingSchema = z.array(z.strictObject({ shopId: idSchema, methodId: idSchema })).max(60)

/** What the cart would cost, sent to a country in these ways. */
export const quoteRequestSchema = z.strictObject({ country: countryCodeSchema, shipping: chosenShippingSchema.default([]) })
export type QuoteRequest = z.infer<typeof quoteRequestSchema>

/** The cart priced for checkout; `payments` says whether anything can be paid here at all. */
export const quoteSchema = cartViewSchema.extend({ payments: z.enum(['test', 'stripe', 'none']) })
export type Quote = z.infer<typeof quoteSchema>

/**
 * Freezes the cart, puts its stock aside and prepares the payment. The header `Idempotency-Key` is obligatory: the same
 * key with the same body gives the same checkout. Refused with
 * - `cart.empty`, `checkout.lines_unavailable` (details.lines: id, title, problem), `checkout.does_not_ship` (details.shops),
 *   `checkout.too_much_to_send` (details.shops): more than any way to the country carries;
 *   `checkout.address_missing` (400; details.issues): something is sent, and the address says not where to;
 * - `checkout.sold_out` (409; details.lines: cartLineId, title, left): somebody else was faster;
 * - `checkout.total_changed` (409; details.totalMinor: what it costs now), or where that is because the coupon does not
 *   apply any more what `useCouponSchema` lists;
 * - `checkout.already_paid` (409; details.number, details.key of the order group), `checkout.payment_processing` (409): about an earlier one;
 * - `checkout.too_many_holds` (429), `request.key_reused` (409), `payments.not_set_up` (503), `payments.provider_unavailable` (503).
 */
export const startCheckoutSchema = z.strictObject({
  email: emailSchema,
  /** The language of the mails. */
  locale: z.enum(['en', 'de']).default('en'),
  /** Street, postal code and city may be empty where everything is picked up. */
  shippingAddress: deliveryAddressSchema,
  /** Null: the same as the shipping address. */
  billingAddress: postalAddressSchema.nullable().default(null),
  shipping: chosenShippingSchema.default([]),
  /** The total that the buyer saw. */
  expectedTotalMinor: minorUnitsSchema.nonnegative(),
})
export type StartCheckout = z.infer<typeof startCheckoutSchema>
export type StartCheckoutForm = z.input<typeof startCheckoutSchema>

/** The caller's own key for one press of the button: 8 to 100 letters, digits, `-` and `_`. */
export const idempotencyKeySchema = z.string().regex(/^[\w-]{8,100}$/)

/** What is being bought, without what only the server needs. */
export const checkoutSummarySchema = checkoutSnapshotSchema.extend({
  coupon: z.object({ code: z.string() }).nullable(),
  shown: shownTotalsSchema,
  shops: z.array(
    snapshotShopSchema
      .pick({
        shopName: true,
        shopSlug: true,
        shippingMethod: true,
        pickup: true,
        minDays: true,
        maxDays: true,
        shippingMinor: true,
        itemsMinor: true,
        taxMinor: true,
        totalMinor: true,
      })
      .extend({
        shownShippingMinor: minorUnitsSchema,
        lines: z.array(
          snapshotLineSchema
            .pick({
              productSlug: true,
              title: true,
              optionLabel: true,
              imageUrl: true,
              unitPriceMinor: true,
              quantity: true,
              discountMinor: true,
              totalMinor: true,
            })
            .extend({
              /** Before the discount, as the buyer sees it. */
              shownTotalMinor: minorUnitsSchema,
            }),
        ),
      }),
  ),
})
export type CheckoutSummary = z.infer<typeof checkoutSummarySchema>

/** One attempt to buy. Only whoever started it sees it. */
export const checkoutViewSchema = z.object({
  id: idSchema,
  status: z.enum(CHECKOUT_STATUSES),
  /** Until then everything is put aside; count down from `now`, since the browser's clock may be wrong. */
  expiresAt: momentSchema,
  now: momentSchema,
  summary: checkoutSummarySchema,
  payment: checkoutPaymentSchema,
  /** Where the buyer goes once `status` is `completed`: `/orders/{number}?key={key}`. */
  orderGroup: z.object({ number: z.string(), key: z.string() }).nullable(),
  /** The money came when the goods were gone: it is on its way back. */
  refunded: z.boolean(),
})
export type CheckoutView = z.infer<typeof checkoutViewSchema>
