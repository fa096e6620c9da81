import { z } from 'zod'
import { countryCodeSchema } from './address'
import {
  currencySchema,
  cursorSchema,
  idSchema,
  minorUnitsSchema,
  momentSchema,
  pictureSchema,
  priceSchema,
  slugSchema,
  textSchema,
} from './common'
import { PRODUCT_SORTS, type ProductSort } from '../list-address'
import { MOST_MINOR } from '../money'
import { TOTAL_CAP } from '../pagination'
import { PRICES_SHOWN } from '../prices-shown'
import { galleryPictureSchema } from './files'
import { ratingSchema, ratingSummarySchema, reviewPageSchema } from './reviews'

/** Prose without markup: paragraphs and lists, in order. */
export const proseSchema = z.array(
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('paragraph'), text: z.string() }),
    z.object({ kind: z.literal('list'), items: z.array(z.string()) }),
  ]),
)
export type Prose = z.infer<typeof proseSchema>

/** A product in a list. */
export const productCardSchema = z.object({
  slug: z.string(),
  title: z.string(),
  shop: z.object({ slug: z.string(), name: z.string() }),
  /** At most two; the second shows on hover. */
  pictures: z.array(pictureSchema),
  /** The lowest of its variants' prices, and what that variant cost before. */
  priceMinor: minorUnitsSchema,
  compareAtMinor: minorUnitsSchema.nullable(),
  /** Both as shoppers see them: without tax where the marketplace shows prices so. */
  shownPriceMinor: minorUnitsSchema,
  shownCompareAtMinor: minorUnitsSchema.nullable(),
  currency: currencySchema,
  /** Its variants differ in price, so the price reads "from". */
  fromPrice: z.boolean(),
  rating: ratingSchema,
  inStock: z.boolean(),
  variantCount: z.number().int(),
})
export type ProductCard = z.infer<typeof productCardSchema>

export type { ProductSort }

const flag = z.enum(['true', 'false']).transform((value) => value === 'true')
const amount = z.coerce.number().int().min(0).max(MOST_MINOR)

/** One or several of something, as an address says it: `shop=a&shop=b`. */
const several = <T extends z.ZodType<string, string>>(one: T) =>
  z
    .union([one, z.array(one).max(30)])
    .transform((said): string[] => [...new Set<string>(typeof said === 'string' ? [said] : (said as string[]))])

/** How a list of products is narrowed and ordered; several of one kind mean any of them; `relevance` means `popular` where nothing is searched for. */
export const listQuerySchema = z.object({
  sort: z.enum(PRODUCT_SORTS).default('relevance'),
  inStock: flag.optional(),
  /** Of prices as they are shown, both ends included. */
  minPriceMinor: amount.optional(),
  maxPriceMinor: amount.optional(),
  /** So many stars at least, on average. */
  rating: z.coerce.number().int().min(1).max(5).optional(),
  /** By the addresses of shops. */
  seller: several(z.string().max(120)).optional(),
  /** Where to, by the letters of the country. */
  shipsTo: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  /** What the category asks of its products: `material=Oak`. */
  attribute: several(
    z
      .string()
      .regex(/^[^=]{1,60}=.{1,300}$/s)
      .max(400),
  ).optional(),
  cursor: cursorSchema.optional(),
  limit: z.coerce.number().int().min(1).max(48).default(24),
})
export type ListQuery = z.infer<typeof listQuerySchema>

/** The path of a category's page: slugs from the top, joined by `/`. */
export const categoryPathSchema = z
  .string()
  .regex(/^[a-z0-9-]+(?:\/[a-z0-9-]+)*$/)
  .max(300)

export const productQuerySchema = listQuerySchema.extend({
  category: categoryPathSchema.optional(),
  shop: z.string().max(120).optional(),
})
export type ProductQuery = z.infer<typeof productQuerySchema>

/** A shop's list is also narrowed to a category. */
export const shopProductQuerySchema = productQuerySchema.omit({ shop: true })

/** One page of a list; ask again with `nextCursor` for the one that follows. */
export const productPageSchema = z.object({ items: z.array(productCardSchema), nextCursor: cursorSchema.nullable() })
export type ProductPage = z.infer<typeof productPageSchema>

/** At most so many products by their addresses, parted by commas. */
export const MOST_CARDS = 24
export const productCardsQuerySchema = z.object({
  slugs: z
    .string()
    .max(3000)
    .transform((text) => text.split(','))
    .pipe(z.array(slugSchema).max(MOST_CARDS)),
})
export const productCardListSchema = z.object({ items: z.array(productCardSchema) })
export type ProductCardList = z.infer<typeof productCardListSchema>

/** `total` counts the whole list, at most to 1,001. */
export const countedProductPageSchema = productPageSchema.extend({ total: z.number().int().max(TOTAL_CAP) })
export type CountedProductPage = z.infer<typeof countedProductPageSchema>

/** Where a category is found; its page is `/categories/{path}`. */
export const categoryLinkSchema = z.object({ path: z.string(), name: z.string() })
export type CategoryLink = z.infer<typeof categoryLinkSchema>

/** A category with a face. */
export const categoryCardSchema = categoryLinkSchema.extend({ picture: pictureSchema.nullable() })
export type CategoryCard = z.infer<typeof categoryCardSchema>

/** The top of the tree with what lies directly below: what a menu shows. */
export const categoryTreeSchema = z.object({
  items: z.array(categoryCardSchema.extend({ children: z.array(categoryLinkSchema) })),
})
export type CategoryTree = z.infer<typeof categoryTreeSchema>

/** The page of a category. An old path answers with the page of the new one: redirect when `path` differs from what was asked. */
export const categoryViewSchema = z.object({
  path: z.string(),
  name: z.string(),
  description: z.string(),
  /** For search engines; empty where the name and the description stand in. */
  seoTitle: z.string(),
  seoDescription: z.string(),
  /** From the top down to this category. */
  breadcrumbs: z.array(categoryLinkSchema),
  children: z.array(categoryCardSchema),
  products: countedProductPageSchema,
})
export type CategoryView = z.infer<typeof categoryViewSchema>

/** True to the stock that nobody has put aside: `low_stock` says how many are left. */
export const availabilitySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('in_stock') }),
  z.object({ kind: z.literal('low_stock'), left: z.number().int().positive() }),
  z.object({ kind: z.literal('sold_out') }),
])
export type Availability = z.infer<typeof availabilitySchema>

/** The thing that goes into a cart. */
export const variantViewSchema = z.object({
  id: idSchema,
  sku: z.string(),
  /** The chosen value of each option, in the order of `options`. */
  optionValues: z.array(z.string()),
  priceMinor: minorUnitsSchema,
  compareAtMinor: minorUnitsSchema.nullable(),
  /** Both as shoppers see them. */
  shownPriceMinor: minorUnitsSchema,
  shownCompareAtMinor: minorUnitsSchema.nullable(),
  availability: availabilitySchema,
  /** Which picture of the gallery shows it, counted from 0. */
  pictureIndex: z.number().int().nullable(),
})
export type VariantView = z.infer<typeof variantViewSchema>

/** The cheapest way the shop sends a parcel, shown before anybody says where to. */
export const shippingEstimateSchema = z.object({
  name: z.string(),
  priceMinor: minorUnitsSchema,
  /** As shoppers see it. */
  shownPriceMinor: minorUnitsSchema,
  /** It may cost more, by what is sent. */
  isFrom: z.boolean(),
  /** An amount with tax, however prices are shown. */
  freeFromMinor: minorUnitsSchema.nullable(),
  minDays: z.number().int(),
  maxDays: z.number().int(),
  countries: z.array(z.string()),
})
export type ShippingEstimate = z.infer<typeof shippingEstimateSchema>

/** Who sells it, as the product's page says it. */
export const productShopSchema = z.object({
  slug: z.string(),
  name: z.string(),
  tagline: z.string(),
  logo: pictureSchema.nullable(),
  country: z.string(),
  shipFrom: z.string(),
  rating: ratingSchema,
  shippingPolicy: z.string(),
  returnPolicy: z.string(),
  returnDays: z.number().int(),
  /** When a shop on holiday opens again; null while it is open. Nothing can be bought until then. */
  closedUntil: momentSchema.nullable(),
})
export type ProductShop = z.infer<typeof productShopSchema>

/** The page of a product; the socket's topic `product:{id}` says when it changes. An old slug answers with the product at its new one: redirect when `slug` differs from what was asked. */
export const productViewSchema = z.object({
  id: idSchema,
  slug: z.string(),
  title: z.string(),
  brand: z.string(),
  /** For search engines; empty where the title and the description stand in. */
  seoTitle: z.string(),
  seoDescription: z.string(),
  /** Rich text: HTML of a few elements, cleaned. */
  description: z.string(),
  attributes: z.array(z.object({ name: z.string(), value: z.string() })),
  /** From the top down to its category; empty without one. */
  breadcrumbs: z.array(categoryLinkSchema),
  gallery: z.array(galleryPictureSchema),
  currency: currencySchema,
  /** Without tax the shown prices are those of the marketplace's country; the cart shows them for the buyer's. */
  pricesShown: z.enum(PRICES_SHOWN),
  minPriceMinor: minorUnitsSchema,
  maxPriceMinor: minorUnitsSchema,
  options: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
  /** At least one; in the order they are shown. */
  variants: z.array(variantViewSchema),
  shop: productShopSchema,
  /** How many of a variant can be bought at once: from the fewest, in steps, up to the most. */
  fewest: z.number().int(),
  most: z.number().int(),
  step: z.number().int(),
  /** For one of its cheapest variant, to the marketplace's country, or else its shop's, or else wherever it goes. */
  shipping: shippingEstimateSchema.extend({ country: countryCodeSchema }).nullable(),
  rating: ratingSummarySchema,
  /** The first page of its reviews. */
  reviews: reviewPageSchema,
  related: z.array(productCardSchema),
  updatedAt: momentSchema,
})
export type ProductView = z.infer<typeof productViewSchema>

/** What the shelves of the home page are called; their titles are texts of the page. */
export const HOME_ROWS = ['popular', 'newest', 'on_sale', 'best_rated'] as const
export type HomeRow = (typeof HOME_ROWS)[number]

export const shopCardSchema = z.object({
  slug: z.string(),
  name: z.string(),
  tagline: z.string(),
  country: z.string(),
  logo: pictureSchema.nullable(),
  banner: pictureSchema.nullable(),
  rating: ratingSchema,
})
export type ShopCard = z.infer<typeof shopCardSchema>

/** The home page. A row without products is left out. */
export const homeViewSchema = z.object({
  /** A few fine products of different shops. */
  hero: z.array(productCardSchema),
  categories: z.array(categoryCardSchema),
  rows: z.array(z.object({ key: z.enum(HOME_ROWS), items: z.array(productCardSchema) })),
  shops: z.array(shopCardSchema),
})
export type HomeView = z.infer<typeof homeViewSchema>

const text = (max: number) => textSchema.max(max)

/** Adds a category; its path is made of its parent's and its slug. */
export const createCategorySchema = z.strictObject({
  parentId: idSchema.nullable().default(null),
  name: text(80).min(1),
  slug: slugSchema.optional(),
  description: text(2000).default(''),
  position: z.number().int().min(0).default(0),
  imageFileId: idSchema.nullable().default(null),
})
export type CreateCategory = z.input<typeof createCategorySchema>

/** A price, and what the same thing cost before where it is reduced. */
export const priceFields = {
  priceMinor: priceSchema,
  compareAtMinor: priceSchema.positive().nullable().default(null),
}
/** A reduced price is below the earlier one. */
export const isReduction = ({ priceMinor, compareAtMinor }: { priceMinor: number; compareAtMinor: number | null }) =>
  compareAtMinor === null || compareAtMinor > priceMinor
export const NOT_A_REDUCTION = { path: ['compareAtMinor'], message: 'The earlier price is not above the price.' }

/** The gallery, in order; the first is the product's face. */
export const productImagesSchema = z.array(z.strictObject({ fileId: idSchema, alt: text(300).default('') })).max(20)
export type ProductImages = z.input<typeof productImagesSchema>
