import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import type { Picture } from '#shared/contracts/common'

/** A part of the catalogue that fits into one file: the products from an id up to the next part's. */
export interface SitemapPart {
  from: string
  /** The next part begins here; null for the last. */
  before: string | null
  /** When something in it last changed, ISO 8601. */
  changedAt: string
}

export interface SitemapProduct extends Record<string, unknown> {
  slug: string
  changedAt: string
  images: Picture[]
}

const PRODUCTS_A_FILE = 2_500
const CACHE_SECONDS = 3600
const isoTime = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`)

/**
 * The parts of the catalogue for the files of the sitemap, in order. Found in one pass over the ids and kept for an hour,
 * since a file only has to stay below the limit and every product has to be in one.
 */
export async function sitemapParts(ctx: Context, productsAFile = PRODUCTS_A_FILE): Promise<SitemapPart[]> {
  const key = `sitemap:products:${productsAFile}`
  const kept = await ctx.cache.get<SitemapPart[]>(key)
  if (kept) return kept

  const rows = await ctx.db.execute<{ from: string; changedAt: string }>(sql`
    select min(id::text) as "from", ${isoTime('max(changed_at)')} as "changedAt"
    from (
      select l.product_id as id, p.updated_at as changed_at, (row_number() over (order by l.product_id) - 1) / ${productsAFile}::int as file
      from listings l join products p on p.id = l.product_id
    ) placed
    group by file order by file`)
  const parts = rows.map(({ from, changedAt }, index) => ({ from, changedAt, before: rows[index + 1]?.from ?? null }))
  await ctx.cache.set(key, parts, CACHE_SECONDS)
  return parts
}

/** The listed products of one part, by id. */
export const sitemapProducts = (ctx: Context, { from, before }: SitemapPart): Promise<SitemapProduct[]> =>
  ctx.db.execute<SitemapProduct>(sql`
    select l.slug, ${isoTime('p.updated_at')} as "changedAt", l.images
    from listings l join products p on p.id = l.product_id
    where l.product_id >= ${from}::uuid ${before === null ? sql`` : sql`and l.product_id < ${before}::uuid`}
    order by l.product_id`)

/** Every category's path. */
export async function categoryPaths(ctx: Context): Promise<string[]> {
  const rows = await ctx.db.execute<{ path: string }>(sql`select path from categories order by path`)
  return rows.map(({ path }) => path)
}
