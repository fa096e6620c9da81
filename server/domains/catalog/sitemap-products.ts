import { sql, type SQL } from 'drizzle-orm'
import { presentPicture, type ShownFile } from '#server/domains/files'
import type { Context } from '#server/platform/context'

/** A part of the catalogue that fits into one file: the products from an id up to the next part's. */
export interface SitemapPart {
  from: string
  /** The next part begins here; null for the last. */
  before: string | null
}

/** A page, by its slug or path, with the pictures it shows. */
export interface SitemapPage {
  slug: string
  /** When what the page shows last changed, ISO 8601; null where nobody knows. */
  changedAt: string | null
  images: string[]
}

interface Row extends Record<string, unknown> {
  id: string
  slug: string
  changedAt: string | null
  pictures: (ShownFile | null)[]
}

const PRODUCTS_A_FILE = 2_500
/** A sitemap may hold 50,000 addresses, and each product has one in each of two languages: those of the last hour may follow later. */
const MOST_A_FILE = 25_000
const PRODUCTS_AT_ONCE = 250
const SHOPS_A_FILE = 10_000
const CACHE_SECONDS = 3600

/**
 * The parts of the catalogue for the files of the sitemap, in order. Found in one pass over the ids and kept for an hour,
 * since a file only has to stay below the limit and every product has to be in one.
 */
export async function sitemapParts(ctx: Context, productsAFile = PRODUCTS_A_FILE): Promise<SitemapPart[]> {
  const key = `sitemap:products:${productsAFile}`
  const kept = await ctx.cache.get<SitemapPart[]>(key)
  if (kept) return kept

  const rows = await ctx.db.execute<{ from: string }>(sql`
    select product_id as "from"
    from (select product_id, row_number() over (order by product_id) as place from listings) placed
    where place % ${productsAFile}::int = ${1 % productsAFile}::int order by product_id`)
  const parts = rows.map(({ from }, index) => ({ from, before: rows[index + 1]?.from ?? null }))
  await ctx.cache.set(key, parts, CACHE_SECONDS)
  return parts
}

/** The listed products of one part by id, some at a time, so that a file of any size takes the same memory. */
export async function* sitemapProducts(
  ctx: Context,
  { from, before }: SitemapPart,
  atOnce = PRODUCTS_AT_ONCE,
): AsyncGenerator<SitemapPage[]> {
  let beginning = sql`l.product_id >= ${from}::uuid`
  for (let written = 0; written < MOST_A_FILE; written += atOnce) {
    const rows = await ctx.db.execute<Row>(sql`
      select l.product_id as id, l.slug, ${isoTime(changedAtSql(ctx))} as "changedAt", ${picturesSql} as pictures
      from listings l join products p on p.id = l.product_id join shops s on s.id = l.shop_id
      where ${beginning} ${before === null ? sql`` : sql`and l.product_id < ${before}::uuid`}
      order by l.product_id limit ${atOnce}`)
    if (rows.length > 0) yield rows.map(present)
    if (rows.length < atOnce) return
    beginning = sql`l.product_id > ${rows.at(-1)!.id}::uuid`
  }
}

/** The categories in which something is for sale, by path. */
export async function sitemapCategories(ctx: Context): Promise<SitemapPage[]> {
  const rows = await ctx.db.execute<Row>(sql`
    select c.id, c.path as slug, null as "changedAt", json_build_array(${fileSql(sql`f`)}) as pictures
    from categories c left join files f on f.id = c.image_file_id
    where exists (
      select from categories below
      join products p on p.category_id = below.id and p.status = 'live'
      join shops s on s.id = p.shop_id and s.status = 'active' and not ${isOnHoliday(ctx)}
      where below.path = c.path or starts_with(below.path, c.path || '/')
    )
    order by c.path`)
  return rows.map(present)
}

/** How many files the shops that sell something need. */
export async function sitemapShopParts(ctx: Context): Promise<number> {
  const [row] = await ctx.db.execute<{ count: number }>(sql`select count(*)::int as count from shops s where ${sells}`)
  return Math.ceil(row!.count / SHOPS_A_FILE)
}

/** The shops of one file that sell something, the oldest first; files are counted from 1. */
export async function sitemapShops(ctx: Context, part: number): Promise<SitemapPage[]> {
  const rows = await ctx.db.execute<Row>(sql`
    select s.id, s.slug, null as "changedAt", json_build_array(${fileSql(sql`banner`)}, ${fileSql(sql`logo`)}) as pictures
    from shops s left join files banner on banner.id = s.banner_file_id left join files logo on logo.id = s.logo_file_id
    where ${sells} order by s.id limit ${SHOPS_A_FILE} offset ${(part - 1) * SHOPS_A_FILE}`)
  return rows.map(present)
}

const present = ({ slug, changedAt, pictures }: Row): SitemapPage => ({
  slug,
  changedAt,
  images: pictures.flatMap((file) => (file && presentPicture(file, '').renditions.at(-1)?.url) ?? []),
})

const sells = sql`s.status = 'active' and exists (select from products p where p.shop_id = s.id and p.status = 'live')`
const isoTime = (moment: SQL) => sql`to_char(${moment} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`
const fileSql = (file: SQL) => sql`case when ${file}.id is not null then json_build_object('renditions', ${file}.renditions) end`
const picturesSql = sql`(
  select coalesce(json_agg(${fileSql(sql`f`)} order by shown.position), '[]'::json)
  from product_images shown join files f on f.id = shown.file_id where shown.product_id = p.id
)`
const isOnHoliday = (ctx: Context) =>
  sql`(${ctx.now.toISOString()}::timestamptz >= s.closed_from and ${ctx.now.toISOString()}::timestamptz < s.closed_to) is true`

/**
 * When what a product's page says of it last changed: its words, pictures and prices; a review; a holiday of its shop that
 * began or ended; and its stock where shoppers were told something else than before, not each sale of many.
 */
const changedAtSql = (ctx: Context) => {
  const past = (moment: SQL) => sql`case when ${moment} <= ${ctx.now.toISOString()}::timestamptz then ${moment} end`
  return sql`greatest(
    p.updated_at,
    ${past(sql`s.closed_from`)}, ${past(sql`s.closed_to`)},
    (select max(r.created_at) from reviews r where r.product_id = p.id and r.status = 'published'),
    ${stockToldAtSql}
  )`
}

/** Movements looked at for each variant, from the latest back. */
const MOVEMENTS = 50
/** What shoppers are told of a number of pieces, as in stock-availability.ts: nothing, how many of the last few, or enough. */
const told = (left: SQL) => sql`least(greatest(${left}, 0), level.low_at + 1)`
const stockToldAtSql = sql`(
  select max(moved.created_at)
  from variants v
  join stock_levels level on level.variant_id = v.id and level.tracked and not level.backorder
  cross join lateral (
    select m.created_at, m.on_hand_delta - m.reserved_delta as delta,
      level.on_hand - level.reserved - coalesce(sum(m.on_hand_delta - m.reserved_delta) over (
        order by m.created_at desc, m.id desc rows between unbounded preceding and 1 preceding
      ), 0) as left_after
    from (
      select * from stock_movements where variant_id = v.id order by created_at desc, id desc limit ${sql.raw(String(MOVEMENTS))}
    ) m
  ) moved
  where v.product_id = p.id and ${told(sql`moved.left_after`)} <> ${told(sql`moved.left_after - moved.delta`)}
)`
