import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '#server/platform/context'
import { runPrepared } from '#server/platform/database/run-prepared'
import { cutPage, decodeCursor } from '#server/platform/database/keyset'
import type { CountedProductPage, ListQuery, ProductPage, ProductSort } from '#shared/contracts/catalog'
import { countListings, listingCondition, type ListingFilter } from './listing-filter'
import { cardColumns, presentCard, type CardRow } from './product-card'

/** One way to order a list: by a key and, where that is equal, by the product's id in the same direction. */
interface Order {
  column: SQL
  /** The key as a number that a cursor can hold, and back. */
  key: SQL
  keySchema: z.ZodNumber | z.ZodInt32
  fromKey: (key: number) => SQL
  ascending: boolean
}

const count = (column: SQL): Order => ({
  column,
  key: column,
  keySchema: z.int32(),
  fromKey: (key) => sql`${key}::int`,
  ascending: false,
})
const price = (ascending: boolean): Order => ({
  column: sql`min_price_minor`,
  key: sql`min_price_minor::float8`,
  keySchema: z.number().int(),
  fromKey: (key) => sql`${key}::bigint`,
  ascending,
})
/** The last millisecond of the year 9999. */
const END_OF_TIME = 253_402_300_799_999

const ORDERS: Record<Exclude<ProductSort, 'relevance'>, Order> = {
  popular: count(sql`sold_count`),
  rating: count(sql`rating_score`),
  newest: {
    column: sql`published_at`,
    key: sql`(extract(epoch from published_at) * 1000)::float8`,
    keySchema: z.number().int().min(0).max(END_OF_TIME),
    fromKey: (key) => sql`to_timestamp(${key}::float8 / 1000)`,
    ascending: false,
  },
  price_asc: price(true),
  price_desc: price(false),
}

/** How a list is read, besides what narrows it. Without words to be relevant to, the popular come first. */
export type ListOptions = Pick<ListQuery, 'sort' | 'cursor' | 'limit'>

/** One page of products, in one query; any depth costs the same. */
export async function listProducts(ctx: Context, filter: ListingFilter, { sort, cursor, limit }: ListOptions): Promise<ProductPage> {
  const name = sort === 'relevance' ? 'popular' : sort
  const { column, key, keySchema, fromKey, ascending } = ORDERS[name]
  const last = cursor ? decodeCursor(cursor, z.tuple([z.literal(name), keySchema, z.uuid()])) : null

  const beyond = ascending ? sql`>` : sql`<`
  const goesOn = last ? sql`and (${column}, product_id) ${beyond} (${fromKey(last[1])}, ${last[2]}::uuid)` : sql``
  const direction = ascending ? sql`asc` : sql`desc`
  const rows = await runPrepared<CardRow & { key: number }>(
    ctx,
    sql`
    select ${cardColumns(ctx)}, ${key} as key from listings where ${listingCondition(ctx, filter)} ${goesOn}
    order by ${column} ${direction}, product_id ${direction} limit ${limit + 1}`,
  )

  const { items, nextCursor } = cutPage(rows, limit, (row) => [name, row.key, row.productId])
  return { items: items.map(presentCard), nextCursor }
}

/** A page of products and how many there are in all, at most 1,001. */
export async function listAndCountProducts(ctx: Context, filter: ListingFilter, options: ListOptions): Promise<CountedProductPage> {
  const [page, total] = await Promise.all([listProducts(ctx, filter, options), countListings(ctx, filter)])
  return { ...page, total }
}
