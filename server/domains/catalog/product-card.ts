import { listings } from '#db/schema'
import type { ProductCard } from '#shared/contracts/catalog'
import { averageRating } from '#shared/ratings'

/** What a card is made of, and the keys that lists go by. */
export const cardColumns = {
  productId: listings.productId,
  slug: listings.slug,
  title: listings.title,
  shopSlug: listings.shopSlug,
  shopName: listings.shopName,
  images: listings.images,
  minPriceMinor: listings.minPriceMinor,
  maxPriceMinor: listings.maxPriceMinor,
  compareAtMinor: listings.compareAtMinor,
  currency: listings.currency,
  ratingSum: listings.ratingSum,
  ratingCount: listings.ratingCount,
  ratingScore: listings.ratingScore,
  soldCount: listings.soldCount,
  publishedAt: listings.publishedAt,
  inStock: listings.inStock,
  variantCount: listings.variantCount,
}

export type CardRow = Pick<typeof listings.$inferSelect, keyof typeof cardColumns>

export const presentCard = (row: CardRow): ProductCard => ({
  slug: row.slug,
  title: row.title,
  shop: { slug: row.shopSlug, name: row.shopName },
  pictures: row.images,
  priceMinor: row.minPriceMinor,
  compareAtMinor: row.compareAtMinor,
  currency: row.currency,
  fromPrice: row.maxPriceMinor > row.minPriceMinor,
  rating: { average: averageRating(row.ratingSum, row.ratingCount), count: row.ratingCount },
  inStock: row.inStock,
  variantCount: row.variantCount,
})
