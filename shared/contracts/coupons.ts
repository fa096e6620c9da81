import { z } from 'zod'
import { COUPON_BEARERS, COUPON_KINDS, COUPON_STATES } from '../lifecycles/coupon'
import { currencySchema, cursorSchema, idSchema, minorUnitsSchema, momentSchema, pageOf, textSchema } from './common'

/** A code as people type it: 3 to 32 letters, digits, `-` and `_`. Capitals and small letters are the same. */
export const couponCodeSchema = textSchema.toUpperCase().regex(/^[A-Z0-9][A-Z0-9_-]{2,31}$/)

/** What keeps a coupon from being taken off a cart now. */
export const COUPON_PROBLEMS = [
  'paused',
  'not_yet',
  'over',
  'used_up',
  'used_by_you',
  'not_for_cart', // nothing in the cart is what it is for
  'below_minimum',
  'no_effect', // there is nothing that it could take off
] as const
export type CouponProblem = (typeof COUPON_PROBLEMS)[number]

/** The coupon of a cart. */
export const cartCouponSchema = z.object({
  code: z.string(),
  kind: z.enum(COUPON_KINDS),
  /** What it takes off; nothing while there is a problem. */
  discountMinor: minorUnitsSchema,
  problem: z.enum(COUPON_PROBLEMS).nullable(),
  /** What more has to be bought of the things that it is for; nothing unless that is the problem. */
  missingMinor: minorUnitsSchema,
  /** The only shop that it is for; null for the whole marketplace. */
  shopName: z.string().nullable(),
})
export type CartCoupon = z.infer<typeof cartCouponSchema>

/**
 * Puts a coupon on the cart, in the place of another one. Refused with `cart.empty` (409), `coupons.unknown` (404), and,
 * all 409, `coupons.paused`, `coupons.not_yet` (details.validFrom), `coupons.over`, `coupons.used_up`,
 * `coupons.used_by_you`, `coupons.not_for_cart`, `coupons.below_minimum` (details.missingMinor, details.currency) and
 * `coupons.no_effect`.
 */
export const useCouponSchema = z.strictObject({ code: textSchema.min(1).max(64) })
export type UseCoupon = z.infer<typeof useCouponSchema>

const couponTerms = {
  code: couponCodeSchema,
  kind: z.enum(COUPON_KINDS),
  /** Basis points of a `percent`, minor units of an `amount`, 0 of `free_shipping`. */
  value: z.number().int().min(0).max(10_000_000_00),
  /** What has to be bought of the things that it is for. */
  minimumMinor: minorUnitsSchema.min(0).max(10_000_000_00).default(0),
  validFrom: momentSchema.nullable().default(null),
  validTo: momentSchema.nullable().default(null),
  maxUses: z.number().int().min(1).max(10_000_000).nullable().default(null),
  maxUsesPerPerson: z.number().int().min(1).max(1000).nullable().default(null),
}

const VALUE_FITS: Record<(typeof COUPON_KINDS)[number], (value: number) => boolean> = {
  percent: (value) => value >= 1 && value <= 10_000,
  amount: (value) => value >= 1,
  free_shipping: (value) => value === 0,
}
const isWhole = ({ kind, value }: { kind: (typeof COUPON_KINDS)[number]; value: number }) => VALUE_FITS[kind](value)
const endsAfterItBegins = ({ validFrom, validTo }: { validFrom: string | null; validTo: string | null }) =>
  validFrom === null || validTo === null || new Date(validFrom) < new Date(validTo)

/**
 * A shop's coupon, which the shop bears. Refused with `coupons.code_taken` (409), and where it was used before with
 * `coupons.frozen` (409) for another code, kind, value or minimum, or `coupons.limit_below_used` (409; details.used).
 */
export const shopCouponInputSchema = z
  .strictObject(couponTerms)
  .refine(isWhole, { path: ['value'] })
  .refine(endsAfterItBegins, { path: ['validTo'] })
export type ShopCouponInput = z.infer<typeof shopCouponInputSchema>

/** The marketplace's coupon: it bears the discount itself, or each shop what is taken off its order. */
export const marketplaceCouponInputSchema = z
  .strictObject({ ...couponTerms, bearer: z.enum(COUPON_BEARERS) })
  .refine(isWhole, { path: ['value'] })
  .refine(endsAfterItBegins, { path: ['validTo'] })
export type MarketplaceCouponInput = z.infer<typeof marketplaceCouponInputSchema>

/** Pauses a coupon, or lets it go on. */
export const setCouponActiveSchema = z.strictObject({ active: z.boolean() })
export type SetCouponActive = z.infer<typeof setCouponActiveSchema>

/** A coupon as those see it who look after it. */
export const couponViewSchema = z.object({
  id: idSchema,
  code: z.string(),
  kind: z.enum(COUPON_KINDS),
  value: z.number().int(),
  currency: currencySchema,
  minimumMinor: minorUnitsSchema,
  bearer: z.enum(COUPON_BEARERS),
  validFrom: momentSchema.nullable(),
  validTo: momentSchema.nullable(),
  maxUses: z.number().int().nullable(),
  maxUsesPerPerson: z.number().int().nullable(),
  used: z.number().int(),
  state: z.enum(COUPON_STATES),
  /** Somebody has used it: what it gives stays as it is. */
  isFrozen: z.boolean(),
})
export type CouponView = z.infer<typeof couponViewSchema>

export const couponListQuerySchema = z.object({ cursor: cursorSchema.optional() })
export type CouponListQuery = z.infer<typeof couponListQuerySchema>
export const couponListSchema = pageOf(couponViewSchema)
