import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { inspect, type Finding } from '#server/platform/doctor/finding'
import { isListedSql, listingColumnsSql, listingSourcesSql } from './listing-source'

/** How many products are compared by one statement: few enough to be over in a moment. */
const BATCH = 2000
const INVARIANT = 'what the read model says of a product is true'
/** A read model that is wrong about more than this is wrong altogether. */
const ENOUGH = 1000

/** What differs would be a row of its own. */
const COMPARED = `shop_id, shop_name, shop_slug, slug, title, brand, category_id, category_paths, images, min_price_minor, max_price_minor,
  compare_at_minor, currency, in_stock, rating_sum, rating_count, sold_count, variant_count, published_at, closed_from, closed_to,
  facets, ships_to, fingerprint`
const compared = (of: string) => sql.raw(COMPARED.replace(/\w+/g, (column) => `${of}.${column}`))

/** Listed products whose row says something else than they do, batch by batch; the texts are compared by their fingerprint. */
export async function* staleListings(ctx: Context): AsyncGenerator<string[]> {
  let last: string | null = null
  do {
    const batch: { id: string }[] = await ctx.db.execute<{ id: string }>(sql`
      select id from products where status = 'live' ${last ? sql`and id > ${last}::uuid` : sql``} order by id limit ${BATCH}`)
    const ids = batch.map(({ id }) => id)
    const stale = await ctx.db.execute<{ id: string }>(sql`
      select truth.product_id as id
      from (
        select p.id as product_id, ${listingColumnsSql} from unnest(${sql.param(ids)}::uuid[]) given(id) join products p on p.id = given.id ${listingSourcesSql}
      ) truth join listings l on l.product_id = truth.product_id
      where (${compared('truth')}) is distinct from (${compared('l')})
      order by 1`)
    if (stale.length > 0) yield stale.map(({ id }) => id)
    last = batch.length === BATCH ? ids.at(-1)! : null
  } while (last)
}

/** Listed products without a row, and rows of products that are not listed. */
const misplaced = sql`
  select coalesce(product.id, listing.product_id) as product_id, product.id is not null as live, listing.product_id is not null as listed
  from (
    select p.id from products p join shops s on s.id = p.shop_id
    where ${isListedSql} and exists (select from variants where product_id = p.id)
  ) product
  full join listings listing on listing.product_id = product.id
  where product.id is null or listing.product_id is null`

/** Every product that the read model is wrong about. */
export async function* wrongListings(ctx: Context): AsyncGenerator<string[]> {
  const rows = await ctx.db.execute<{ product_id: string }>(misplaced)
  for (let start = 0; start < rows.length; start += BATCH) yield rows.slice(start, start + BATCH).map(({ product_id }) => product_id)
  yield* staleListings(ctx)
}

/** Whether the read model has every listed product and nothing else, and says what they do. */
export const inspectListings = (ctx: Context): Promise<Finding[]> =>
  Promise.all([inspect(ctx, 'every live product of an open shop is in the read model, and nothing else', misplaced), inspectStale(ctx)])

async function inspectStale(ctx: Context): Promise<Finding> {
  const stale: string[] = []
  for await (const ids of staleListings(ctx)) if (stale.push(...ids) >= ENOUGH) break
  return { invariant: INVARIANT, ok: stale.length === 0, rows: stale.length, examples: stale.slice(0, 5).map((id) => ({ product_id: id })) }
}
