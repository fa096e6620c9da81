import { z } from 'zod'
import { NEWS_KINDS } from '../lifecycles/news'
import { currencySchema, cursorSchema, idSchema, minorUnitsSchema, momentSchema, pageOf } from './common'
import { groupNumberSchema, orderNumberSchema } from './orders'

/** Something that happened for somebody. */
export const newsSchema = z.object({
  id: idSchema,
  kind: z.enum(NEWS_KINDS),
  at: momentSchema,
  readAt: momentSchema.nullable(),
  groupNumber: groupNumberSchema,
  /** The order it is about, and its shop; null for what was bought at once. */
  order: z.object({ number: orderNumberSchema, shopName: z.string(), shopSlug: z.string() }).nullable(),
  /** Of money: how much. */
  amountMinor: minorUnitsSchema.nullable(),
  currency: currencySchema,
})
export type News = z.infer<typeof newsSchema>

export const newsQuerySchema = z.object({ cursor: cursorSchema.optional() })
export const newsPageSchema = pageOf(newsSchema)

/** Which are read: those that are named, or all there are. */
export const readNewsSchema = z.strictObject({ ids: z.array(idSchema).min(1).max(100).optional() })
export type ReadNews = z.infer<typeof readNewsSchema>
export const newsCountSchema = z.object({ newsCount: z.number().int() })
