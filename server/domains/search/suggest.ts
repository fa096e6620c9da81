import { sql } from 'drizzle-orm'
import { cardColumns, isOpen, presentCard, type CardRow } from '#server/domains/catalog'
import type { Context } from '#server/platform/context'
import { runPrepared } from '#server/platform/database/run-prepared'
import { SUGGESTIONS_MOST, type Suggestion, type SuggestionsView } from '#shared/contracts/search'
import { slugify } from '#shared/slugs'
import { parseQuery } from './parse-query'
import { anyOf } from './text-query'

const MOST = { query: 4, category: 2, shop: 1, product: 4 }
/** Words that the last one may be the beginning of. */
const COMPLETIONS = 6
/** Products of which those are preferred that are titled so. */
const LOOKED_AT = 24
const POPULAR_DAYS = 30
/** What fewer have typed is suggested to nobody. */
const POPULAR_FROM = 3

interface Row extends Record<string, unknown> {
  kind: 'popular' | 'completion' | 'category' | 'shop'
  /** What it is found by: a query, a path, a slug. */
  value: string
  name: string
  stems: string[]
}

/** What somebody may be about to type: queries, categories, shops and products, ten at most. */
export async function suggest(ctx: Context, typed: string): Promise<SuggestionsView> {
  const { words } = parseQuery(typed)
  const last = words.at(-1)
  if (last === undefined) return { query: typed, items: [] }

  const rows = await runPrepared<Row>(ctx, suggestionsStatement(ctx, words, last))
  const of = (kind: Row['kind']) => rows.filter((row) => row.kind === kind)
  const before = words.slice(0, -1)
  const completed = of('completion').map(({ value }) => [...before, value].join(' '))
  const queries = [...new Set([...of('popular').map(({ value }) => value), ...completed])].slice(0, MOST.query)
  const products = await productsCalled(ctx, before, last, of('completion'))

  const items: Suggestion[] = [
    ...queries.map((query) => ({ kind: 'query' as const, query })),
    ...of('category').map(({ value, name }) => ({ kind: 'category' as const, path: value, name })),
    ...of('shop').map(({ value, name }) => ({ kind: 'shop' as const, slug: value, name })),
    ...products,
  ]
  return { query: typed, items: items.slice(0, SUGGESTIONS_MOST) }
}

/** The words up to the last as they stand, and the last as the beginning of one. */
function suggestionsStatement(ctx: Context, words: string[], last: string) {
  const begun = words.join(' ')
  // The address of a place is its name without accents, each word behind a hyphen; of many a script nothing is left.
  const slug = slugify(begun)
  const isCalled = (column: string) =>
    slug === '' ? sql`false` : sql`(${sql.raw(column)} like ${`${slug}%`} or ${sql.raw(column)} like ${`%-${slug}%`})`
  return sql`
    (
      select 'popular' as kind, query as value, '' as name, '{}'::text[] as stems from search_queries
      where query ~>=~ ${begun}::text and query ~<~ (${begun}::text || chr(1114111)) and day > ${ctx.now.toISOString()}::date - ${POPULAR_DAYS}::int
      group by query having sum(searches) >= ${POPULAR_FROM} and sum(empty) = 0 order by sum(searches) desc, query limit ${MOST.query}
    )
    union all (
      select 'completion', term, '', array[english, german] from search_terms
      where term ~>=~ ${last}::text and term ~<~ (${last}::text || chr(1114111)) order by products desc, term limit ${COMPLETIONS}
    )
    union all (
      select 'category', path, name, '{}' from categories where ${isCalled('slug')} order by length(path), path limit ${MOST.category}
    )
    union all (
      select 'shop', slug, name, '{}' from shops where status = 'active' and ${isCalled('slug')} order by length(slug), slug limit ${MOST.shop}
    )`
}

/** Of the best products that are called so those first whose titles hold the last word. */
async function productsCalled(ctx: Context, before: string[], last: string, completions: readonly Row[]): Promise<Suggestion[]> {
  const stems = [...new Set([...completions.flatMap(({ stems }) => stems), ...(/\d/.test(last) ? [last] : [])])]
  if (stems.length === 0) return []
  const beginning = before.length
    ? sql`and words @@ (plainto_tsquery('souk', ${before.join(' ')}) || plainto_tsquery('souk_german', ${before.join(' ')}))`
    : sql``
  const titled = sql`words @@ ${anyOf(stems, ':A')}::tsquery desc, merit desc, product_id desc`
  // Not prepared: how it is best found depends on how common the words are.
  const best = await ctx.db.execute<CardRow>(sql`
    select ${cardColumns(ctx)} from listings where product_id in (
      select product_id from (
        select product_id, words, merit from listings where ${isOpen(ctx)} and words @@ ${anyOf(stems)}::tsquery ${beginning}
        order by merit desc, product_id desc limit ${LOOKED_AT}
      ) best order by ${titled} limit ${MOST.product}
    ) order by ${titled}`)
  return best.map(presentCard).map(({ slug, title, pictures, priceMinor, shownPriceMinor, currency }) => ({
    kind: 'product',
    slug,
    title,
    picture: pictures[0] ?? null,
    priceMinor,
    shownPriceMinor,
    currency,
  }))
}
