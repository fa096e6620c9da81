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

/** `material=Oak` and `material=Ash` are two values of one key. */
function byKey(attributes: readonly string[]): Record<string, string[]> {
  const values: Record<string, string[]> = {}
  for (const pair of attributes) (values[pair.slice(0, pair.indexOf('='))] ??= []).push(pair)
  return values
}
