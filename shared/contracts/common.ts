import { z } from 'zod'
import { MOST_MINOR } from '../money'

/** In small letters, as Postgres writes it: ids are compared as texts. */
export const idSchema = z.uuid().toLowerCase()
/** ISO 4217. */
export const currencySchema = z.string().regex(/^[A-Z]{3}$/)
/** Whole minor units. */
export const minorUnitsSchema = z.number().int()
/** What somebody asks for something. */
export const priceSchema = minorUnitsSchema.min(0).max(MOST_MINOR)
// Flags of England, Scotland and Wales end with marks that are not seen by themselves.
const BLANK = '(?:(?![\\u{E0020}-\\u{E007F}])[\\s\\p{Cf}\\u2800\\u3164\\u115F\\u1160])+'
const UNSEEN = new RegExp(`^${BLANK}|${BLANK}$`, 'gu')
/** What somebody writes, without what cannot be seen around it: text of nothing else is empty. */
export const textSchema = z.string().overwrite((text) => text.replace(UNSEEN, ''))
/** The same in one line, written in its own direction: it stands beside what others have written. */
export const lineSchema = textSchema.regex(/^[^\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]*$/u)
/** ISO 8601 with an offset. */
export const momentSchema = z.iso.datetime({ offset: true })
export const slugSchema = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
  .max(120)

/** Where a list goes on; opaque. */
export const cursorSchema = z.string().max(200)
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), nextCursor: cursorSchema.nullable() })

/** One picture in its sizes; `renditions` from small to large. */
export const pictureSchema = z.object({
  alt: z.string(),
  placeholder: z.string().nullable(),
  renditions: z.array(z.object({ url: z.string(), width: z.number().int() })),
})
export type Picture = z.infer<typeof pictureSchema>

/** What every refused request answers, whatever the route. */
export const errorSchema = z.object({
  statusCode: z.number().int(),
  statusMessage: z.string(),
  message: z.string(),
  data: z.object({ code: z.string(), details: z.record(z.string(), z.unknown()), requestId: z.string() }),
})
export type WireError = z.infer<typeof errorSchema>
