import { and, asc, desc, sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { listings } from '#db/schema'
import type { Context } from '#server/platform/context'
import { cutPage, decodeCursor } from '#server/platform/database/keyset'
import type { CountedProductPage, ListQuery, ProductPage, ProductSort } from '#shared/contracts/catalog'
import { countListings, listingCondition, type ListingFilter } from './listing-filter'
import { cardColumns, presentCard, type CardRow } from './product-card'

/** One way to order a list: the key of a row, how a row that comes after it is told, and the order by. */
interface Order {
  key: (row: CardRow) => string | number
  keySchema: z.ZodType<string | number>
  after: (key: string | number, productId: string) => SQL
  by: SQL[]
}

const whole = z.number().int()

const ORDERS: Record<Exclude<ProductSort, 'relevance'>, Order> = {
  popular: {
    key: (row) => row.soldCount,
    keySchema: whole,
    after: (key, id) => sql`(${listings.soldCount}, ${listings.productId}) < (${key}::int, ${id}::uuid)`,
    by: [desc(listings.soldCount), desc(listings.productId)],
  },
  newest: {
    key: (row) => row.publishedAt.toISOString(),
    keySchema: z.iso.datetime(),
    after: (key, id) => sql`(${listings.publishedAt}, ${listings.productId}) < (${key}::timestamptz, ${id}::uuid)`,
    by: [desc(listings.publishedAt), desc(listings.productId)],
  },
  rating: {
    key: (row) => row.ratingScore,
    keySchema: whole,
    after: (key, id) => sql`(${listings.ratingScore}, ${listings.productId}) < (${key}::int, ${id}::uuid)`,
    by: [desc(listings.ratingScore), desc(listings.productId)],
  },
  price_asc: {
    key: (row) => row.minPriceMinor,
    keySchema: whole,
    after: (key, id) => sql`(${listings.minPriceMinor}, ${listings.productId}) > (${key}::bigint, ${id}::uuid)`,
    by: [asc(listings.minPriceMinor), asc(listings.productId)],
  },
  price_desc: {
    key: (row) => row.minPriceMinor,
    keySchema: whole,
    after: (key, id) => sql`(${listings.minPriceMinor}, ${listings.productId}) < (${key}::bigint, ${id}::uuid)`,
    by: [desc(listings.minPriceMinor), desc(listings.productId)],
  },
}

/** How a list is read, besides what narrows it. Without words to be relevant to, the popular come first. */
export type ListOptions = Pick<ListQuery, 'sort' | 'cursor' | 'limit'>

/** One page of products, in one query; any depth costs the same. */
export async function listProducts(ctx: Context, filter: ListingFilter, { sort, cursor, limit }: ListOptions): Promise<ProductPage> {
  const orderName = sort === 'relevance' ? 'popular' : sort
  const order = ORDERS[orderName]
  const last = cursor ? decodeCursor(cursor, z.tuple([z.literal(orderName), order.keySchema, z.uuid()])) : null

  const rows = await ctx.db
    .select(cardColumns)
    .from(listings)
    .where(and(listingCondition(ctx, filter), last ? order.after(last[1], last[2]) : undefined))
    .orderBy(...order.by)
    .limit(limit + 1)

  const { items, nextCursor } = cutPage(rows, limit, (row) => [orderName, order.key(row), row.productId])
  return { items: items.map(presentCard), nextCursor }
}

/** A page of products and how many there are in all, at most 1,001. */
export async function listAndCountProducts(ctx: Context, filter: ListingFilter, options: ListOptions): Promise<CountedProductPage> {
  const [page, total] = await Promise.all([listProducts(ctx, filter, options), countListings(ctx, filter)])
  return { ...page, total }
}
