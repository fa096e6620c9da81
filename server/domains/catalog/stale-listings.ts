import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import type { Finding } from '#server/platform/doctor/finding'
import { isListedSql, listingColumnsSql, listingSourcesSql } from './listing-source'

/** How many products are compared by one statement: few enough to be over in a moment. */
const BATCH = 2000
/** A read model that is wrong about more than this is wrong altogether. */
const ENOUGH = 1000
const EXAMPLES = 5
const MORE_LOOKS = 20
const BETWEEN_LOOKS_MS = 500

/** What differs would be a row of its own. */
const COMPARED = `shop_id, shop_name, shop_slug, slug, title, brand, category_id, category_paths, images, min_price_minor, max_price_minor,
  compare_at_minor, currency, in_stock, rating_sum, rating_count, sold_count, variant_count, published_at, closed_from, closed_to,
  facets, ships_to, fingerprint`
const compared = (of: string) => sql.raw(COMPARED.replace(/\w+/g, (column) => `${of}.${column}`))

/** Those of these products whose row says something else than they do; the texts are compared by their fingerprint. */
async function staleAmong(ctx: Context, ids: readonly string[]): Promise<string[]> {
  const stale = await ctx.db.execute<{ id: string }>(sql`
    select truth.product_id as id
    from (
      select p.id as product_id, ${listingColumnsSql} from unnest(${sql.param(ids)}::uuid[]) given(id) join products p on p.id = given.id ${listingSourcesSql}
    ) truth join listings l on l.product_id = truth.product_id
    where (${compared('truth')}) is distinct from (${compared('l')})
    order by 1`)
  return stale.map(({ id }) => id)
}

/** Listed products whose row is stale, batch by batch. */
async function* staleListings(ctx: Context): AsyncGenerator<string[]> {
  let last: string | null = null
  do {
    const batch: { id: string }[] = await ctx.db.execute<{ id: string }>(sql`
      select id from products where status = 'live' ${last ? sql`and id > ${last}::uuid` : sql``} order by id limit ${BATCH}`)
    const stale = await staleAmong(
      ctx,
      batch.map(({ id }) => id),
    )
    if (stale.length > 0) yield stale
    last = batch.length === BATCH ? batch.at(-1)!.id : null
  } while (last)
}

/** Listed products without a row, and rows of products that are not listed; all of them, or those among `ids`. */
async function misplacedListings(ctx: Context, ids?: readonly string[]): Promise<string[]> {
  const isAsked = (column: string) => (ids ? sql`${sql.raw(column)} = any(${sql.param(ids)}::uuid[])` : sql`true`)
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select coalesce(product.id, listing.product_id) as id
    from (
      select p.id from products p join shops s on s.id = p.shop_id
      where ${isListedSql} and ${isAsked('p.id')} and exists (select from variants where product_id = p.id)
    ) product
    full join (select product_id from listings where ${isAsked('product_id')}) listing on listing.product_id = product.id
    where product.id is null or listing.product_id is null`)
  return rows.map(({ id }) => id)
}

/** Every product that the read model is wrong about. */
export async function* wrongListings(ctx: Context): AsyncGenerator<string[]> {
  const misplaced = await misplacedListings(ctx)
  for (let start = 0; start < misplaced.length; start += BATCH) yield misplaced.slice(start, start + BATCH)
  yield* staleListings(ctx)
}

/** Whether the read model has every listed product and nothing else, and says what they do. */
export async function inspectListings(ctx: Context): Promise<Finding[]> {
  const misplaced = await misplacedListings(ctx)
  const stale: string[] = []
  for await (const ids of staleListings(ctx)) if (stale.push(...ids) >= ENOUGH) break
  return [
    finding(
      'every live product of an open shop is in the read model, and nothing else',
      await lasting(ctx, misplaced, (ids) => misplacedListings(ctx, ids)),
    ),
    finding('what the read model says of a product is true', await lasting(ctx, stale, (ids) => staleAmong(ctx, ids))),
  ]
}

/** A row may follow its product by a job: what was found wrong counts if it still is once the jobs have had their time. */
async function lasting(ctx: Context, found: string[], stillWrong: (ids: string[]) => Promise<string[]>): Promise<string[]> {
  let wrong = found
  for (let look = 0; wrong.length > 0 && look < MORE_LOOKS && (await ctx.queue.isBusy()); look++) {
    await pause(BETWEEN_LOOKS_MS)
    wrong = await stillWrong(wrong)
  }
  return wrong
}

const finding = (invariant: string, wrong: readonly string[]): Finding => ({
  invariant,
  ok: wrong.length === 0,
  rows: wrong.length,
  examples: wrong.slice(0, EXAMPLES).map((id) => ({ product_id: id })),
})
