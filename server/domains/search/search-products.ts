import { asc, isNull, sql } from 'drizzle-orm'
import { categories } from '#db/schema'
import { filterOfQuery, isOpen, listAndCountProducts, listProducts, type ListingFilter } from '#server/domains/catalog'
import type { Context } from '#server/platform/context'
import type { CountedProductPage } from '#shared/contracts/catalog'
import type { SearchQuery, SearchView } from '#shared/contracts/search'
import { noteSearch } from './note-searches'
import { isNarrowed, rankListings } from './rank-listings'
import { relaxations } from './relaxations'
import type { TextQuery } from './text-query'
import { understandQuery, type Understanding } from './understand-query'

const SUGGESTED = { categories: 8, products: 8 }

const NOTHING: CountedProductPage = { items: [], nextCursor: null, total: 0 }

/**
 * Finds products by words, or lists them all where none were typed. Slips are corrected; where no product has all the words,
 * the rarest are left out; where there is nothing still, there are ways on. Counted where it is told who asks.
 */
export async function searchProducts(ctx: Context, query: SearchQuery, visitor?: string): Promise<SearchView> {
  const narrowed: ListingFilter = { ...(await filterOfQuery(ctx, query)), categoryPath: query.category }
  const shown = { query: query.q, corrected: null, leftOut: [], suggestions: null }
  if (query.q === '') return { ...shown, match: 'words', products: await listAndCountProducts(ctx, narrowed, query) }

  const understanding = await understandQuery(ctx, query.q)
  const found = await findRelaxing(ctx, understanding, narrowed, query)
  // Once for each time that somebody typed it, not for each filter and page; what has to be left out was not found.
  if (visitor !== undefined && !query.cursor && query.sort === 'relevance' && !isNarrowed(narrowed))
    await noteSearch(ctx, visitor, query.q, { found: found !== null && found.leftOut.length === 0 })
  if (!found) return { ...shown, match: 'none', products: NOTHING, suggestions: await suggestWays(ctx, understanding.parsed.words) }

  const { products, leftOut } = found
  const { corrected } = understanding
  return { ...shown, match: corrected || leftOut.length > 0 ? 'similar' : 'words', corrected, leftOut, products }
}

interface Found {
  products: CountedProductPage
  /** Words that no product has together with the others. */
  leftOut: string[]
}

/** Products that have all that was asked for; else all but the rarest of it. Null where there is nothing, whatever is chosen. */
async function findRelaxing(
  ctx: Context,
  understanding: Understanding,
  narrowed: ListingFilter,
  query: SearchQuery,
): Promise<Found | null> {
  for (const { text, leftOut } of relaxations(understanding)) {
    const products =
      query.sort === 'relevance'
        ? await rankListings(ctx, { ...text, typed: query.q, listings: understanding.listings }, narrowed, query)
        : await listAndCountProducts(ctx, { ...narrowed, matching: sql`document @@ ${text.matching}::tsquery` }, query)
    // What is only narrowed away is no reason to look for something else.
    if (products.total > 0 || (isNarrowed(narrowed) && (await isThere(ctx, text)))) return { products, leftOut }
  }
  return null
}

/** Whether anything is found while nothing is chosen besides the words. */
async function isThere(ctx: Context, { matching }: TextQuery): Promise<boolean> {
  const [row] = await ctx.db.execute<{ found: boolean }>(sql`
    select exists (select from listings where ${isOpen(ctx)} and document @@ ${matching}::tsquery) as found`)
  return row!.found
}

/** Where somebody may go who found nothing: categories that are called alike, and what many buy. */
async function suggestWays(ctx: Context, words: readonly string[]): Promise<SearchView['suggestions']> {
  const typed = words.join(' ')
  const [alike, tops, popular] = await Promise.all([
    ctx.db
      .select({ path: categories.path, name: categories.name })
      .from(categories)
      .where(sql`word_similarity(${categories.name}, ${typed}) > 0.4`)
      .orderBy(sql`word_similarity(${categories.name}, ${typed}) desc`, asc(categories.path))
      .limit(SUGGESTED.categories),
    ctx.db
      .select({ path: categories.path, name: categories.name })
      .from(categories)
      .where(isNull(categories.parentId))
      .orderBy(asc(categories.position), asc(categories.name))
      .limit(SUGGESTED.categories),
    listProducts(ctx, {}, { sort: 'popular', limit: SUGGESTED.products }),
  ])
  const places = [...alike, ...tops.filter(({ path }) => !alike.some((category) => category.path === path))]
  return { categories: places.slice(0, SUGGESTED.categories), popular: popular.items }
}
