import { sql, type SQL } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { readPrepared } from '#server/platform/database/read-prepared'
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
  const now = ctx.now.toISOString()
  return sql`(closed_from is null or ${now}::timestamptz < closed_from or ${now}::timestamptz >= closed_to)`
}

/** The condition on `listings` that a filter means. */
export function listingCondition(ctx: Context, filter: ListingFilter): SQL {
  const conditions = [isOpen(ctx)]
  if (filter.matching) conditions.push(filter.matching)
  if (filter.categoryPath !== undefined) conditions.push(sql`category_paths @> array[${filter.categoryPath}]`)
  if (filter.shopId !== undefined) conditions.push(sql`shop_id = ${filter.shopId}::uuid`)
  if (filter.shopSlug !== undefined) conditions.push(sql`shop_id = (select id from shops where slug = ${filter.shopSlug})`)
  if (filter.inStock !== undefined) conditions.push(sql`in_stock = ${filter.inStock}`)
  if (filter.minPriceMinor !== undefined) conditions.push(sql`min_price_minor >= ${filter.minPriceMinor}::bigint`)
  if (filter.maxPriceMinor !== undefined) conditions.push(sql`min_price_minor <= ${filter.maxPriceMinor}::bigint`)
  return sql.join(conditions, sql` and `)
}

/** How many listings there are, counted no further than the cap. */
export async function countListings(ctx: Context, filter: ListingFilter): Promise<number> {
  const [row] = await readPrepared<{ total: number }>(
    ctx,
    sql`
    select count(*)::int as total from (select from listings where ${listingCondition(ctx, filter)} limit ${TOTAL_CAP}) found`,
  )
  return row!.total
}
