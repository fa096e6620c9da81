import { z } from 'zod'
import { countryCodeSchema, postalAddressSchema } from './address'
import { countedProductPageSchema, proseSchema, shippingEstimateSchema } from './catalog'
import { idSchema, momentSchema, pictureSchema, slugSchema, textSchema } from './common'
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
  /** Who stands behind the shop; empty and null until it has told. */
  legalName: z.string(),
  address: postalAddressSchema.nullable(),
  shipping: z.array(shippingEstimateSchema),
  memberSince: momentSchema,
  /** When a shop on holiday opens again; null while it is open. */
  closedUntil: momentSchema.nullable(),
  products: countedProductPageSchema,
})
export type ShopView = z.infer<typeof shopViewSchema>

const text = (max: number) => textSchema.max(max)

/** Opens a shop. Without a slug one is made of its name. */
export const createShopSchema = z.strictObject({
  name: text(80).min(2),
  slug: slugSchema.optional(),
  tagline: text(140).default(''),
  about: text(5000).default(''),
  country: countryCodeSchema,
  shipFrom: text(120).default(''),
  shippingPolicy: text(3000).default(''),
  returnPolicy: text(3000).default(''),
  returnDays: z.number().int().min(0).max(365).default(14),
})
export type CreateShop = z.input<typeof createShopSchema>

export const shopPicturesSchema = z.strictObject({ logoFileId: idSchema.nullable(), bannerFileId: idSchema.nullable() })
export type ShopPictures = z.infer<typeof shopPicturesSchema>
