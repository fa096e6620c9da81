import { z } from 'zod'
import { isIban, plainIban } from '../iban'
import { PAYOUT_ACCOUNT_STATES, PAYOUT_NEEDS } from '../lifecycles/payout-account'
import { SHOP_ROLES, SHOP_STATUSES } from '../lifecycles/shop'
import { countryCodeSchema, postalAddressSchema } from './address'
import { currencySchema, idSchema, momentSchema, pictureSchema, slugSchema, textSchema } from './common'
import { shippingZoneViewSchema } from './shipping'

const text = (max: number) => textSchema.max(max)
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
  vatId: z.string(),
  invoicePrefix: z.string(),
  logo: pictureSchema.nullable(),
  banner: pictureSchema.nullable(),
  closedFrom: momentSchema.nullable(),
  closedTo: momentSchema.nullable(),
  /** Days until a parcel is handed over; null until the shop has told: then the times of its ways of sending include them. */
  handlingDays: z.number().int().nullable(),
  shippingZones: z.array(shippingZoneViewSchema),
  currency: currencySchema,
  /** For owners; null for everybody else. Holder and IBAN are empty until they are told. */
  payout: z
    .object({
      holder: z.string(),
      maskedIban: z.string(),
      /** The shop's account at the payment provider; null where the marketplace pays by bank. */
      provider: z.object({ state: z.enum(PAYOUT_ACCOUNT_STATES), needs: z.array(z.enum(PAYOUT_NEEDS)) }).nullable(),
    })
    .nullable(),
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
  handlingDays: z.number().int().min(0).max(60).nullable().optional(),
  shippingPolicy: text(3000).optional(),
  returnPolicy: text(3000).optional(),
  returnDays: z.number().int().min(0).max(365).optional(),
  legalName: line(160).optional(),
  address: postalAddressSchema.nullable().optional(),
  vatId: line(40).optional(),
  /** Stands before the numbers of invoices from now on, as in `MARE-INV-00042`. */
  invoicePrefix: textSchema.regex(/^[A-Z0-9]{0,8}$/).optional(),
})
export type UpdateShop = z.infer<typeof updateShopSchema>

export const shopSlugChangeSchema = z.strictObject({ slug: shopSlugSchema })

/** Where what is earned goes. Spaces in the IBAN do not matter. */
export const payoutAccountSchema = z.strictObject({
  holder: line(70).min(2),
  iban: z.string().max(60).transform(plainIban).refine(isIban, { message: 'This is not an IBAN.' }),
})
export type PayoutAccount = z.infer<typeof payoutAccountSchema>

/** In which language the seller comes back from the payment provider's form. */
export const beginPayoutAccountSchema = z.strictObject({ language: z.enum(['en', 'de']) })
export type BeginPayoutAccount = z.infer<typeof beginPayoutAccountSchema>

/** Where the provider's form is; the address works once and for a few minutes. */
export const payoutAccountLinkSchema = z.object({ url: z.url(), expiresAt: momentSchema })
export type PayoutAccountLink = z.infer<typeof payoutAccountLinkSchema>

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
