import { z } from 'zod'
import { PRODUCT_STATUSES, PRODUCT_STEPS } from '../lifecycles/product'
import { MOST_MINOR } from '../money'
import { currencySchema, cursorSchema, idSchema, minorUnitsSchema, momentSchema, pageOf, pictureSchema, textSchema } from './common'

/** What an automatic check can find; its words are texts of the page. */
export const FINDING_CODES = [
  'title_missing',
  'description_short',
  'category_missing',
  'attribute_missing',
  'picture_missing',
  'picture_small',
  'sku_missing',
  'compare_at_unlikely',
  'price_unlike_category',
  'banned_word',
] as const
export type FindingCode = (typeof FINDING_CODES)[number]

/** The part of the editor that a finding is about. */
export const FINDING_FIELDS = ['title', 'description', 'category', 'attributes', 'pictures', 'variants', 'tags'] as const
export type FindingField = (typeof FINDING_FIELDS)[number]

/** What a check found: `must` keeps a product from going live, `should` is advice. */
export const productFindingSchema = z.object({
  code: z.enum(FINDING_CODES),
  field: z.enum(FINDING_FIELDS),
  severity: z.enum(['must', 'should']),
  /** Numbers and names for the words, such as `least` and `length`. */
  details: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type ProductFinding = z.infer<typeof productFindingSchema>

const reasonSchema = textSchema.max(500)

/** What its seller asks to happen to a product; the reason is for the shop's own history. */
export const takeStepSchema = z.strictObject({ step: z.enum(PRODUCT_STEPS), reason: reasonSchema.default('') })
export type TakeStep = z.input<typeof takeStepSchema>

/** One entry of a product's history, the newest first. */
export const productEventSchema = z.object({
  id: idSchema,
  from: z.enum(PRODUCT_STATUSES).nullable(),
  to: z.enum(PRODUCT_STATUSES),
  /** Null for the marketplace's own doing. */
  by: z.string().nullable(),
  reason: z.string(),
  at: momentSchema,
})

/** Where a product stands and what the automatic checks say of it now. */
export const productStandingSchema = z.object({
  id: idSchema,
  slug: z.string(),
  title: z.string(),
  status: z.enum(PRODUCT_STATUSES),
  /** While it is `rejected`. */
  rejectionReason: z.string(),
  submittedAt: momentSchema.nullable(),
  publishedAt: momentSchema.nullable(),
  /** An admin looks at it before it goes live. */
  needsReview: z.boolean(),
  findings: z.array(productFindingSchema),
  events: z.array(productEventSchema),
})
export type ProductStanding = z.infer<typeof productStandingSchema>

/** A product as its seller sees it in a list. */
export const ownProductSchema = z.object({
  id: idSchema,
  slug: z.string(),
  title: z.string(),
  status: z.enum(PRODUCT_STATUSES),
  /** While it is `rejected`. */
  rejectionReason: z.string(),
  category: z.string().nullable(),
  picture: pictureSchema.nullable(),
  minPriceMinor: minorUnitsSchema,
  maxPriceMinor: minorUnitsSchema,
  currency: currencySchema,
  variantCount: z.number().int(),
  /** What can be sold now, over all variants whose stock is counted; null if none is. */
  left: z.number().int().nullable(),
  /** `out`: nothing can be had; `low`: little is left of a variant. */
  stock: z.enum(['ok', 'low', 'out']),
  soldCount: z.number().int(),
  updatedAt: momentSchema,
})
export type OwnProduct = z.infer<typeof ownProductSchema>

export const OWN_PRODUCT_SORTS = ['newest', 'title', 'stock', 'price', 'sold'] as const
export type OwnProductSort = (typeof OWN_PRODUCT_SORTS)[number]

/** `low` includes what is out. */
export const STOCK_FILTERS = ['low', 'out'] as const

const searchSchema = textSchema.min(1).max(100)

export const ownProductQuerySchema = z.object({
  /** Part of a title or a SKU. */
  q: searchSchema.optional(),
  status: z.enum(PRODUCT_STATUSES).optional(),
  /** With everything below it. */
  categoryId: idSchema.optional(),
  stock: z.enum(STOCK_FILTERS).optional(),
  sort: z.enum(OWN_PRODUCT_SORTS).default('newest'),
  cursor: cursorSchema.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
export type OwnProductQuery = z.infer<typeof ownProductQuerySchema>

/** Counts are of what the search, the category and the stock leave over, whatever the status. */
export const ownProductPageSchema = pageOf(ownProductSchema).extend({ counts: z.record(z.enum(PRODUCT_STATUSES), z.number().int()) })
export type OwnProductPage = z.infer<typeof ownProductPageSchema>

const amount = z.number().int().max(MOST_MINOR)

/** One change of many products. Prices and stock change for every variant of each. */
export const bulkChangeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('set_price'), priceMinor: amount.nonnegative() }),
  /** `percent` -20 takes a fifth off; halves are rounded up. */
  z.strictObject({ kind: z.literal('change_price_by_percent'), percent: z.number().int().min(-99).max(1000) }),
  z.strictObject({ kind: z.literal('change_price_by_amount'), amountMinor: amount.min(-MOST_MINOR) }),
  z.strictObject({ kind: z.literal('clear_compare_at') }),
  z.strictObject({ kind: z.literal('set_stock'), onHand: z.number().int().min(0).max(1_000_000) }),
  z.strictObject({ kind: z.literal('set_category'), categoryId: idSchema }),
  z.strictObject({ kind: z.literal('move'), step: z.enum(PRODUCT_STEPS) }),
])
export type BulkChange = z.infer<typeof bulkChangeSchema>

export const MOST_AT_ONCE = 100

export const bulkEditSchema = z.strictObject({
  productIds: z
    .array(idSchema)
    .min(1)
    .max(MOST_AT_ONCE)
    .refine((ids) => new Set(ids).size === ids.length, 'A product is named twice.'),
  change: bulkChangeSchema,
})
export type BulkEdit = z.infer<typeof bulkEditSchema>

/** What became of each product, in the order they were named: every one stands or falls by itself. */
export const bulkResultSchema = z.object({
  items: z.array(
    z.object({
      id: idSchema,
      error: z.object({ code: z.string(), message: z.string(), details: z.record(z.string(), z.unknown()) }).nullable(),
    }),
  ),
})
export type BulkResult = z.infer<typeof bulkResultSchema>

/** A product that waits for an admin's word, as a shopper would see it in short. */
export const reviewedProductSchema = z.object({
  id: idSchema,
  title: z.string(),
  /** Rich text, cleaned. */
  description: z.string(),
  brand: z.string(),
  tags: z.array(z.string()),
  /** From the top down. */
  categories: z.array(z.string()),
  attributes: z.array(z.object({ name: z.string(), value: z.string() })),
  pictures: z.array(pictureSchema),
  minPriceMinor: minorUnitsSchema,
  maxPriceMinor: minorUnitsSchema,
  currency: currencySchema,
  variantCount: z.number().int(),
  shop: z.object({ id: idSchema, slug: z.string(), name: z.string(), status: z.string() }),
  submittedAt: momentSchema,
  /** To be sent back with the answer, so that nobody lets through what they have not seen. */
  version: z.number().int(),
  findings: z.array(productFindingSchema),
})
export type ReviewedProduct = z.infer<typeof reviewedProductSchema>

export const reviewQueueSchema = pageOf(reviewedProductSchema).extend({ total: z.number().int() })
export type ReviewQueue = z.infer<typeof reviewQueueSchema>

export const reviewQueueQuerySchema = z.object({
  cursor: cursorSchema.optional(),
  limit: z.coerce.number().int().min(1).max(50).default(10),
})
export type ReviewQueueQuery = z.infer<typeof reviewQueueQuerySchema>

export const approveProductSchema = z.strictObject({ version: z.number().int() })
export type ApproveProduct = z.infer<typeof approveProductSchema>

/** The seller reads the reason. */
export const rejectProductSchema = z.strictObject({ version: z.number().int(), reason: reasonSchema.min(3) })
export type RejectProduct = z.infer<typeof rejectProductSchema>
