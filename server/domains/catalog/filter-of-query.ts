import { readShownRates } from '#server/domains/settings'
import type { Context } from '#server/platform/context'
import type { ListQuery } from '#shared/contracts/catalog'
import type { ListingFilter } from './listing-filter'

type NarrowingQuery = Omit<ListQuery, 'sort' | 'cursor' | 'limit'>

/** The part of a query that narrows a list; prices, which are asked for as they are shown, are one query more. */
export const filterOfQuery = async (ctx: Context, query: NarrowingQuery): Promise<ListingFilter> => ({
  inStock: query.inStock || undefined,
  price: await priceOf(ctx, query),
  minRating: query.rating,
  sellers: query.seller,
  shipsTo: query.shipsTo,
  attributes: query.attribute && byKey(query.attribute),
})

async function priceOf(ctx: Context, { minPriceMinor, maxPriceMinor }: NarrowingQuery): Promise<ListingFilter['price']> {
  if (minPriceMinor === undefined && maxPriceMinor === undefined) return undefined
  return { from: minPriceMinor, to: maxPriceMinor, rates: await readShownRates(ctx) }
}

/** `material=Oak` and `material=Ash` are two values of one key; any word may be a key, `constructor` too. */
const byKey = (attributes: readonly string[]): Record<string, string[]> =>
  Object.groupBy(attributes, (pair) => pair.slice(0, pair.indexOf('='))) as Record<string, string[]>
