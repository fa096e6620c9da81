import { sql, type SQL } from 'drizzle-orm'
import { shownRateSql } from '#server/domains/settings'
import type { Context } from '#server/platform/context'
import type { ProductCard } from '#shared/contracts/catalog'
import type { Picture } from '#shared/contracts/common'
import { withoutTax } from '#shared/money'
import { averageRating } from '#shared/ratings'

/** A row of `listings` as a card needs it. */
export interface CardRow extends Record<string, unknown> {
  productId: string
  slug: string
  title: string
  shopSlug: string
  shopName: string
  images: Picture[]
  minPriceMinor: number
  maxPriceMinor: number
  compareAtMinor: number | null
  /** What of its prices is not shown, in basis points as tax is; 0 where they are shown with tax. */
  shownRateBps: number
  currency: string
  ratingSum: number
  ratingCount: number
  ratingScore: number
  inStock: boolean
  variantCount: number
}

const ownColumns: SQL = sql.raw(`listings.product_id as "productId", listings.slug, listings.title, shop_slug as "shopSlug",
  shop_name as "shopName", images, min_price_minor::float8 as "minPriceMinor", max_price_minor::float8 as "maxPriceMinor",
  compare_at_minor::float8 as "compareAtMinor", currency, rating_sum as "ratingSum", rating_count as "ratingCount",
  rating_score as "ratingScore", in_stock as "inStock", variant_count as "variantCount"`)

/**
 * What a card is made of. Lists are the most read of all, so they are plain statements: mapping rows through the query
 * builder takes twice the time of the query itself.
 */
export const cardColumns = (ctx: Context): SQL =>
  sql`${ownColumns}, ${shownRateSql(ctx, sql.raw('listings.category_paths[cardinality(listings.category_paths)]'))} as "shownRateBps"`

export const presentCard = (row: CardRow): ProductCard => ({
  slug: row.slug,
  title: row.title,
  shop: { slug: row.shopSlug, name: row.shopName },
  pictures: row.images,
  priceMinor: row.minPriceMinor,
  compareAtMinor: row.compareAtMinor,
  shownPriceMinor: withoutTax(row.minPriceMinor, row.shownRateBps),
  shownCompareAtMinor: row.compareAtMinor === null ? null : withoutTax(row.compareAtMinor, row.shownRateBps),
  currency: row.currency,
  fromPrice: row.maxPriceMinor > row.minPriceMinor,
  rating: { average: averageRating(row.ratingSum, row.ratingCount), count: row.ratingCount },
  inStock: row.inStock,
  variantCount: row.variantCount,
})
