import { sql, type SQL } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { runPrepared } from '#server/platform/database/run-prepared'
import { TOTAL_CAP } from '#shared/pagination'
import { isShownWithin, type ShownPriceRange } from './shown-price-sql'

/** What narrows a list of products. */
export interface ListingFilter {
  categoryPath?: string
  shopId?: string
  shopSlug?: string
  inStock?: boolean
  price?: ShownPriceRange
  /** Stars, on average. */
  minRating?: number
  /** Any of these shops, by their addresses. */
  sellers?: readonly string[]
  /** A country, by its letters. */
  shipsTo?: string
  /** Of each key any of these: `{ material: ['material=Oak', 'material=Ash'] }`. */
  attributes?: Readonly<Record<string, readonly string[]>>
  /** A condition of its own, such as the words of a search. */
  matching?: SQL
}

/** What may be shown at all: nothing of a shop that is on holiday now. */
export const isOpen = (ctx: Context): SQL => {
  const now = ctx.now.toISOString()
  return sql`(closed_from is null or ${now}::timestamptz < closed_from or ${now}::timestamptz >= closed_to)`
}

/** What a shopper chooses among: each is a condition of its own, named as the filter that it is of. */
export interface Choice {
  name: 'category' | 'inStock' | 'price' | 'rating' | 'seller' | 'shipsTo' | `attribute:${string}`
  condition: SQL
}

/** The choices that a filter means, in a fixed order. */
export function choicesOf(filter: ListingFilter): Choice[] {
  const { categoryPath, inStock, price, minRating, sellers, shipsTo, attributes = {} } = filter
  const choices: (Choice | null)[] = [
    categoryPath === undefined ? null : { name: 'category', condition: sql`category_paths @> array[${categoryPath}]` },
    inStock === undefined ? null : { name: 'inStock', condition: sql`in_stock = ${inStock}` },
    price === undefined ? null : { name: 'price', condition: isShownWithin(price) },
    minRating === undefined
      ? null
      : { name: 'rating', condition: sql`(rating_count > 0 and rating_sum >= ${minRating}::int * rating_count)` },
    sellers ? { name: 'seller', condition: sql`shop_slug = any(${sql.param([...sellers])}::text[])` } : null,
    shipsTo === undefined ? null : { name: 'shipsTo', condition: sql`ships_to @> array[${shipsTo}]` },
    ...Object.entries(attributes).map(([key, pairs]): Choice => ({
      name: `attribute:${key}`,
      condition: sql`facets && ${sql.param([...pairs])}::text[]`,
    })),
  ]
  return choices.filter((choice) => choice !== null)
}

/** The condition on `listings` that a filter means. */
export function listingCondition(ctx: Context, filter: ListingFilter): SQL {
  const conditions = [isOpen(ctx)]
  if (filter.matching) conditions.push(filter.matching)
  if (filter.shopId !== undefined) conditions.push(sql`shop_id = ${filter.shopId}::uuid`)
  if (filter.shopSlug !== undefined) conditions.push(sql`shop_id = (select id from shops where slug = ${filter.shopSlug})`)
  return sql.join([...conditions, ...choicesOf(filter).map(({ condition }) => condition)], sql` and `)
}

/** How many listings there are, counted no further than the cap. */
export async function countListings(ctx: Context, filter: ListingFilter): Promise<number> {
  const [row] = await runPrepared<{ total: number }>(
    ctx,
    sql`
    select count(*)::int as total from (select from listings where ${listingCondition(ctx, filter)} limit ${TOTAL_CAP}) found`,
  )
  return row!.total
}
