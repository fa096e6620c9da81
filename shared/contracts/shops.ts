import { z } from 'zod'
import { countedProductPageSchema, proseSchema, shippingEstimateSchema } from './catalog'
import { momentSchema, pictureSchema } from './common'
import { ratingSchema } from './reviews'

/** The page of a shop. An old slug answers with the shop at its new one: redirect when `slug` differs from what was asked. */
export const shopViewSchema = z.object({
  slug: z.string(),
  name: z.string(),
  tagline: z.string(),
  about: proseSchema,
  logo: pictureSchema.nullable(),
  banner: pictureSchema.nullable(),
  country: z.string(),
  shipFrom: z.string(),
  rating: ratingSchema,
  shippingPolicy: z.string(),
  returnPolicy: z.string(),
  returnDays: z.number().int(),
  shipping: z.array(shippingEstimateSchema),
  memberSince: momentSchema,
  /** When a shop on holiday opens again; null while it is open. */
  closedUntil: momentSchema.nullable(),
  products: countedProductPageSchema,
})
export type ShopView = z.infer<typeof shopViewSchema>
