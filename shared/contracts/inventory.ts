import { z } from 'zod'
import { PRODUCT_STATUSES } from '../lifecycles/product'
import { STOCK_MOVEMENT_KINDS } from '../lifecycles/stock'
import { cursorSchema, idSchema, momentSchema, pageOf, pictureSchema, textSchema } from './common'
import { STOCK_FILTERS } from './product-lifecycle'

/** A variant with its counters. */
export const inventoryItemSchema = z.object({
  variantId: idSchema,
  productId: idSchema,
  productSlug: z.string(),
  title: z.string(),
  /** The chosen values, joined by ` / `; empty without options. */
  optionLabel: z.string(),
  sku: z.string(),
  status: z.enum(PRODUCT_STATUSES),
  picture: pictureSchema.nullable(),
  /** What is not counted never runs out. */
  tracked: z.boolean(),
  /** May be sold beyond what is there. */
  backorder: z.boolean(),
  onHand: z.number().int(),
  /** Put aside for who pays just now, and sold but not yet sent. */
  reserved: z.number().int(),
  /** Can be sold now; null where nobody counts. */
  available: z.number().int().nullable(),
  /** From this many available on the shop is told that little is left. */
  lowAt: z.number().int(),
})
export type InventoryItem = z.infer<typeof inventoryItemSchema>

export const inventoryFilterSchema = z.object({
  /** Part of a title or a SKU. */
  q: textSchema.min(1).max(100).optional(),
  /** Of what is on sale; `low` includes what is out. */
  stock: z.enum(STOCK_FILTERS).optional(),
})
export type InventoryFilter = z.infer<typeof inventoryFilterSchema>

export const inventoryQuerySchema = inventoryFilterSchema.extend({
  cursor: cursorSchema.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
})
export type InventoryQuery = z.infer<typeof inventoryQuerySchema>

/** Counts are of what the search leaves over. */
export const inventoryPageSchema = pageOf(inventoryItemSchema).extend({
  counts: z.object({ all: z.number().int(), low: z.number().int(), out: z.number().int() }),
})
export type InventoryPage = z.infer<typeof inventoryPageSchema>

const pieces = z.number().int().max(1_000_000)
const reason = textSchema.max(300).default('')

/** A delivery, a stock take, or how the stock of a variant is looked after. */
export const changeStockSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('receive'), quantity: pieces.min(1), reason }),
  /** What was counted on the shelf, that which is sold but not yet sent included. */
  z.strictObject({ kind: z.literal('set'), onHand: pieces.min(0), reason }),
  z.strictObject({ kind: z.literal('settings'), tracked: z.boolean(), backorder: z.boolean(), lowAt: z.number().int().min(0).max(1000) }),
])
export type ChangeStock = z.input<typeof changeStockSchema>

/** Why the counters of a variant changed, the newest first. */
export const stockMovementSchema = z.object({
  id: idSchema,
  kind: z.enum(STOCK_MOVEMENT_KINDS),
  onHandDelta: z.number().int(),
  reservedDelta: z.number().int(),
  quantity: z.number().int(),
  /** Null for what buyers and the marketplace cause. */
  by: z.string().nullable(),
  reason: z.string(),
  at: momentSchema,
})
export const stockMovementPageSchema = pageOf(stockMovementSchema)
export type StockMovementPage = z.infer<typeof stockMovementPageSchema>

export const stockMovementQuerySchema = z.object({
  cursor: cursorSchema.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
})
export type StockMovementQuery = z.infer<typeof stockMovementQuerySchema>
