import { and, arrayContains, eq, gte, lte, sql, type SQL } from 'drizzle-orm'
import { listings } from '#db/schema'
import type { Context } from '#server/platform/context'
import { TOTAL_CAP } from '#shared/pagination'

/** What narrows a list of products. */
export interface ListingFilter {
  categoryPath?: string
  shopId?: string
  shopSlug?: string
  inStock?: boolean
  minPriceMinor?: number
  maxPriceMinor?: number
  /** A condition of its own, such as the words of a search. */
  matching?: SQL
}

/** What may be shown at all: nothing of a shop that is on holiday now. */
export const isOpen = (ctx: Context): SQL => {
  const now = sql`${ctx.now.toISOString()}::timestamptz`
  return sql`(${listings.closedFrom} is null or ${now} < ${listings.closedFrom} or ${now} >= ${listings.closedTo})`
}

export const listingCondition = (ctx: Context, filter: ListingFilter): SQL =>
  and(
    isOpen(ctx),
    filter.matching,
    filter.categoryPath === undefined ? undefined : arrayContains(listings.categoryPaths, [filter.categoryPath]),
    filter.shopId === undefined ? undefined : eq(listings.shopId, filter.shopId),
    filter.shopSlug === undefined ? undefined : sql`${listings.shopId} = (select id from shops where slug = ${filter.shopSlug})`,
    filter.inStock === undefined ? undefined : eq(listings.inStock, filter.inStock),
    filter.minPriceMinor === undefined ? undefined : gte(listings.minPriceMinor, filter.minPriceMinor),
    filter.maxPriceMinor === undefined ? undefined : lte(listings.minPriceMinor, filter.maxPriceMinor),
  )!

/** How many listings there are, counted no further than the cap. */
export async function countListings(ctx: Context, filter: ListingFilter): Promise<number> {
  const found = ctx.db
    .select({ one: sql`1` })
    .from(listings)
    .where(listingCondition(ctx, filter))
    .limit(TOTAL_CAP)
    .as('found')
  const [row] = await ctx.db.select({ total: sql<number>`count(*)::int` }).from(found)
  return row!.total
}
