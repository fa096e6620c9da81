import { z } from 'zod'
import { isIban, plainIban } from '../iban'
import { SHOP_ROLES, SHOP_STATUSES } from '../lifecycles/shop'
import { countryCodeSchema, postalAddressSchema } from './address'
import { currencySchema, idSchema, minorUnitsSchema, momentSchema, pictureSchema, slugSchema } from './common'

const text = (max: number) => z.string().trim().max(max)
const line = (max: number) => text(max).regex(/^[^\p{Cc}]*$/u)

/** The end of the shop's address, as people may choose it. */
export const shopSlugSchema = slugSchema.min(3).max(60)

/** Opens a shop of one's own. Without a slug one is made of its name. */
export const openShopSchema = z.strictObject({ name: line(80).min(2), country: countryCodeSchema, slug: shopSlugSchema.optional() })
export type OpenShop = z.infer<typeof openShopSchema>

export const openedShopSchema = z.object({ id: idSchema, slug: z.string() })

/** Asks whether an address can be had: `wished` is a slug or a name that one is made of. */
export const shopSlugQuerySchema = z.object({ wished: text(120).min(1) })
export const shopSlugAnswerSchema = z.object({ slug: z.string(), isFree: z.boolean() })
export type ShopSlugAnswer = z.infer<typeof shopSlugAnswerSchema>

export const shippingMethodViewSchema = z.object({
  id: idSchema,
  name: z.string(),
  countries: z.array(z.string()),
  priceMinor: minorUnitsSchema,
  freeFromMinor: minorUnitsSchema.nullable(),
  minDays: z.number().int(),
  maxDays: z.number().int(),
})
export type ShippingMethodView = z.infer<typeof shippingMethodViewSchema>

/** Everything that is set about a shop, for those who run it. */
export const shopSettingsSchema = z.object({
  id: idSchema,
  slug: z.string(),
  status: z.enum(SHOP_STATUSES),
  /** What whoever asks is in the shop. */
  role: z.enum(SHOP_ROLES),
  name: z.string(),
  tagline: z.string(),
  about: z.string(),
  country: z.string(),
  shipFrom: z.string(),
  shippingPolicy: z.string(),
  returnPolicy: z.string(),
  returnDays: z.number().int(),
  legalName: z.string(),
  address: postalAddressSchema.nullable(),
  logo: pictureSchema.nullable(),
  banner: pictureSchema.nullable(),
  closedFrom: momentSchema.nullable(),
  closedTo: momentSchema.nullable(),
  shippingMethods: z.array(shippingMethodViewSchema),
  currency: currencySchema,
  /** For owners; null for everybody else. Both are empty until they are told. */
  payout: z.object({ holder: z.string(), maskedIban: z.string() }).nullable(),
  /** Goes back with every change of it. */
  version: z.number().int(),
})
export type ShopSettings = z.infer<typeof shopSettingsSchema>

/** What is left out stays as it is. `version` is that of the settings that were read. */
export const updateShopSchema = z.strictObject({
  version: z.number().int(),
  name: line(80).min(2).optional(),
  tagline: line(140).optional(),
  about: text(5000).optional(),
  country: countryCodeSchema.optional(),
  shipFrom: line(120).optional(),
  shippingPolicy: text(3000).optional(),
  returnPolicy: text(3000).optional(),
  returnDays: z.number().int().min(0).max(365).optional(),
  legalName: line(160).optional(),
  address: postalAddressSchema.nullable().optional(),
})
export type UpdateShop = z.infer<typeof updateShopSchema>

export const shopSlugChangeSchema = z.strictObject({ slug: shopSlugSchema })

/** Where what is earned goes. Spaces in the IBAN do not matter. */
export const payoutAccountSchema = z.strictObject({
  holder: line(70).min(2),
  iban: z.string().max(60).transform(plainIban).refine(isIban, { message: 'This is not an IBAN.' }),
})
export type PayoutAccount = z.infer<typeof payoutAccountSchema>

export const HOLIDAY_MOST_DAYS = 365

/** Closed for holidays between two moments. */
export const holidayPlanSchema = z.strictObject({ from: momentSchema, to: momentSchema })
export type HolidayPlan = z.infer<typeof holidayPlanSchema>

/** What a shop needs before it may ask to be opened, in the order in which it is told; the logo alone is a recommendation. */
export const CHECKLIST_KEYS = ['verified', 'profile', 'imprint', 'policies', 'shipping', 'payout', 'product', 'logo'] as const
export type ChecklistKey = (typeof CHECKLIST_KEYS)[number]
export const RECOMMENDED_KEYS: readonly ChecklistKey[] = ['logo']

export const shopChecklistSchema = z.object({
  status: z.enum(SHOP_STATUSES),
  items: z.array(z.object({ key: z.enum(CHECKLIST_KEYS), isDone: z.boolean(), isRequired: z.boolean() })),
  /** Everything that is required is there. */
  isComplete: z.boolean(),
  /** Whether whoever asks may submit the shop now. */
  maySubmit: z.boolean(),
  /** Since when the marketplace looks at it; null while nobody does. */
  submittedAt: momentSchema.nullable(),
  /** Why it was sent back or suspended; empty otherwise. */
  statusReason: z.string(),
})
export type ShopChecklist = z.infer<typeof shopChecklistSchema>

export const SHOP_PICTURE_KINDS = ['logo', 'banner'] as const
export type ShopPictureKind = (typeof SHOP_PICTURE_KINDS)[number]
export const SHOP_PICTURE_MAX_BYTES = 8 * 1024 * 1024
export const SHOP_PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/avif'] as const
