import type { ListQuery } from '#shared/contracts/catalog'
import type { ListingFilter } from './listing-filter'

/** The part of a query that narrows a list. */
export const filterOfQuery = (query: Omit<ListQuery, 'sort' | 'cursor' | 'limit'>): ListingFilter => ({
  inStock: query.inStock || undefined,
  minPriceMinor: query.minPriceMinor,
  maxPriceMinor: query.maxPriceMinor,
  minRating: query.rating,
  sellers: query.seller,
  shipsTo: query.shipsTo,
  attributes: query.attribute && byKey(query.attribute),
})

/** `material=Oak` and `material=Ash` are two values of one key; any word may be a key, `constructor` too. */
const byKey = (attributes: readonly string[]): Record<string, string[]> =>
  Object.groupBy(attributes, (pair) => pair.slice(0, pair.indexOf('='))) as Record<string, string[]>
