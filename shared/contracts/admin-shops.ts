import { z } from 'zod'
import { SHOP_STATUSES } from '../lifecycles/shop'
import { postalAddressSchema } from './address'
import { cursorSchema, idSchema, momentSchema, pageOf, pictureSchema, textSchema } from './common'

/** `waiting`: shops that asked to be opened. */
export const SHOP_FILTERS = ['waiting', ...SHOP_STATUSES] as const
export type ShopFilter = (typeof SHOP_FILTERS)[number]

export const shopListQuerySchema = z.object({
  /** Part of the shop's name or address, or of an owner's name or email. */
  q: textSchema.max(120).optional(),
  status: z.enum(SHOP_FILTERS).optional(),
  cursor: cursorSchema.optional(),
})
export type ShopListQuery = z.infer<typeof shopListQuerySchema>

const ownerSchema = z.object({ id: idSchema, name: z.string(), email: z.string() })

/** A shop as an admin sees it in a list. */
export const shopListItemSchema = z.object({
  id: idSchema,
  slug: z.string(),
  name: z.string(),
  country: z.string(),
  status: z.enum(SHOP_STATUSES),
  submittedAt: momentSchema.nullable(),
  createdAt: momentSchema,
  owners: z.array(ownerSchema),
})
export type ShopListItem = z.infer<typeof shopListItemSchema>
export const shopListSchema = pageOf(shopListItemSchema)

/** What an admin needs to decide about a shop. */
export const adminShopSchema = shopListItemSchema.extend({
  tagline: z.string(),
  about: z.string(),
  legalName: z.string(),
  address: postalAddressSchema.nullable(),
  shipFrom: z.string(),
  shippingPolicy: z.string(),
  returnPolicy: z.string(),
  returnDays: z.number().int(),
  logo: pictureSchema.nullable(),
  shippingMethodCount: z.number().int(),
  /** Whether it has told where its earnings go; the account itself is for its owners. */
  hasPayoutAccount: z.boolean(),
  statusReason: z.string(),
  /** Products that are on sale or ready to be. */
  productCount: z.number().int(),
  /** What was decided about it, the newest first. */
  decisions: z.array(z.object({ action: z.string(), reason: z.string(), by: z.string().nullable(), at: momentSchema })),
})
export type AdminShop = z.infer<typeof adminShopSchema>

export const SHOP_DECISIONS = ['approve', 'send_back', 'suspend', 'reopen'] as const
export type ShopDecision = (typeof SHOP_DECISIONS)[number]

/** Those that take something from a shop: its owners read why. */
export const DECISIONS_WITH_REASON: readonly ShopDecision[] = ['send_back', 'suspend']

export const shopDecisionSchema = z
  .strictObject({ decision: z.enum(SHOP_DECISIONS), reason: textSchema.max(1000) })
  .refine(({ decision, reason }) => reason.length >= 3 || !DECISIONS_WITH_REASON.includes(decision), {
    path: ['reason'],
    message: 'Please say why.',
  })
export type DecideShop = z.infer<typeof shopDecisionSchema>
