import { asc, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { categories } from '#db/schema'
import {
  cardColumns,
  filterOfQuery,
  listAndCountProducts,
  listingCondition,
  listProducts,
  presentCard,
  readCards,
  type CardRow,
  type ListingFilter,
} from '#server/domains/catalog'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { cutPage, decodeCursor } from '#server/platform/database/keyset'
import type { CountedProductPage } from '#shared/contracts/catalog'
import type { SearchQuery, SearchView } from '#shared/contracts/search'
import { TOTAL_CAP } from '#shared/pagination'
import { textQuery, wordsOf, type Words } from './words-of'

/** Ranking looks at this many of the best-selling matches, so a word that half the catalogue has stays cheap. */
const RANKED = 500
const SIMILAR_SHOWN = 24
/** How alike a title and a misspelt word have to be, from 0 to 1. */
const SIMILARITY = 0.4
const SUGGESTED = { categories: 8, products: 8 }

const NOTHING: CountedProductPage = { items: [], nextCursor: null, total: 0 }

/** Finds products by words, or lists them all where none were typed; titles that look alike stand in when no product has the words, and ways on when there are none. */
export async function searchProducts(ctx: Context, query: SearchQuery): Promise<SearchView> {
  const shown = { query: query.q }
  const narrowed: ListingFilter = { ...filterOfQuery(query), categoryPath: query.category }
  if (query.q === '') return { ...shown, match: 'words', products: await listAndCountProducts(ctx, narrowed, query), suggestions: null }

  const words = textQuery(query.q)
  if (!words) return { ...shown, match: 'none', products: NOTHING, suggestions: await suggest(ctx) }

  const filter = { ...narrowed, matching: sql`document @@ ${words.matching}` }
  const found = await (query.sort === 'relevance' ? mostRelevant(ctx, words, filter, query) : listAndCountProducts(ctx, filter, query))
  if (found.total > 0) return { ...shown, match: 'words', products: found, suggestions: null }

  const similar = await similarTitles(ctx, query.q, narrowed)
  if (similar.length > 0) {
    const items = similar.map(presentCard)
    return { ...shown, match: 'similar', products: { items, nextCursor: null, total: items.length }, suggestions: null }
  }
  return { ...shown, match: 'none', products: NOTHING, suggestions: await suggest(ctx) }
}

const relevanceKeys = z.tuple([z.literal('relevance'), z.number(), z.uuid()])

/**
 * The best-selling matches, ordered by how well they match and a little by how well they sell; and how many there are,
 * which the same pass over the index tells.
 */
async function mostRelevant(
  ctx: Context,
  words: Words,
  filter: ListingFilter,
  { cursor, limit }: SearchQuery,
): Promise<CountedProductPage> {
  const last = cursor ? decodeCursor(cursor, relevanceKeys) : null
  const rows = await ctx.db.execute<Partial<CardRow> & { total: number; score: number }>(sql`
    with found as materialized (
      select product_id, sold_count, document from listings where ${listingCondition(ctx, filter)}
      order by sold_count desc, product_id desc limit ${TOTAL_CAP}
    ),
    ranked as (
      select product_id,
        round((ts_rank_cd(document, ${words.ranking}) * (1 + ln(1 + sold_count) / 10))::numeric, 6)::float8 as score
      from (select * from found limit ${RANKED}) best
    ),
    shown as (
      select product_id, score from ranked
      ${last ? sql`where (score, product_id) < (${last[1]}::float8, ${last[2]}::uuid)` : sql``}
      order by score desc, product_id desc limit ${limit + 1}
    )
    select counted.total, shown.score, ${cardColumns}
    from (select count(*)::int as total from found) counted
    left join shown on true left join listings on listings.product_id = shown.product_id
    order by shown.score desc, shown.product_id desc`)

  const cards = rows.filter((row): row is CardRow & { total: number; score: number } => typeof row.productId === 'string')
  const { items, nextCursor } = cutPage(cards, limit, (row) => ['relevance', row.score, row.productId])
  return { items: items.map(presentCard), nextCursor, total: rows[0]!.total }
}

/** Titles that look like what was typed, the likest first. */
function similarTitles(ctx: Context, q: string, narrowed: ListingFilter): Promise<CardRow[]> {
  const typed = wordsOf(q).join(' ')
  const filter = { ...narrowed, matching: sql`${typed} <% title` }

  return inTransaction(ctx, async (ctx) => {
    await ctx.db.execute(sql`select set_config('pg_trgm.word_similarity_threshold', ${String(SIMILARITY)}, true)`)
    const likest = sql`word_similarity(${typed}, title) desc, sold_count desc, product_id desc`
    return readCards(ctx, listingCondition(ctx, filter), likest, SIMILAR_SHOWN)
  })
}

/** Where somebody may go who found nothing. */
async function suggest(ctx: Context): Promise<SearchView['suggestions']> {
  const [places, popular] = await Promise.all([
    ctx.db
      .select({ path: categories.path, name: categories.name })
      .from(categories)
      .where(isNull(categories.parentId))
      .orderBy(asc(categories.position), asc(categories.name))
      .limit(SUGGESTED.categories),
    listProducts(ctx, {}, { sort: 'popular', limit: SUGGESTED.products }),
  ])
  return { categories: places, popular: popular.items }
}
