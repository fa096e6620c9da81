import type { ListQuery } from '#shared/contracts/catalog'
import type { ListingFilter } from './listing-filter'

/** The part of a query that narrows a list. */
export const filterOfQuery = ({ inStock, minPriceMinor, maxPriceMinor }: ListQuery): ListingFilter => ({
  inStock: inStock || undefined,
  minPriceMinor,
  maxPriceMinor,
})
