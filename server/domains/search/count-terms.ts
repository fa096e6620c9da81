import { sql, type SQL } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'

/** Words that carry no meaning in one language and are things in the other. */
export const HOMONYMS = ['hat', 'man', 'die', 'bin']

/** What a word is without its endings; null for one that says nothing in some language, such as `mit` or `the`. */
export const stemSql = (dictionary: 'english_stem' | 'german_stem', word: SQL): SQL =>
  sql`coalesce((ts_lexize(${sql.raw(`'${dictionary}'`)}, ${word}))[1], case when ${word} = any(${sql.param(HOMONYMS)}::text[]) then ${word} end)`

/** Everything by which a product is called, but its SKU and its category. */
const CALLED = `concat_ws(' ', l.title, l.brand, array_to_string(p.tags, ' '),
  (select string_agg(trait->>'value', ' ') from jsonb_array_elements(p.attributes) trait),
  (select string_agg(split_part(facet, '=', 2), ' ') from unnest(l.facets) facet))`

/** A word of letters, neither a sign nor longer than words are. */
const isWord = sql.raw(String.raw`word ~ '^[^[:digit:][:punct:][:space:]]{2,40}$'`)

/**
 * Counts the whole vocabulary anew: which words products are called by, and how many have each. Reads every listing, so it
 * runs at night; nobody who searches waits for it.
 */
export function countTerms(ctx: Context): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    await ctx.db.execute(sql`select set_config('statement_timeout', '0', true)`)
    // Two counts at once would only wait for each other's rows.
    await ctx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended('search.count_terms', 0))`)
    const texts = `select to_tsvector('souk_plain', ${CALLED}) from listings l join products p on p.id = l.product_id`
    await ctx.db.execute(sql`
      with counted as materialized (
        select word as term, max(products)::int as products from (
          select word, ndoc as products from ts_stat(${sql.raw(`'${texts.replaceAll("'", "''")}'`)})
          union all
          select word, sum(here.products) from (
            select path, count(*) as products from listings, unnest(category_paths) path group by path
          ) here join categories c on c.path = here.path, unnest(tsvector_to_array(to_tsvector('souk_plain', c.name))) word
          group by word
        ) found where ${isWord} group by word
      ),
      gone as (delete from search_terms t where not exists (select from counted c where c.term = t.term))
      ${insertTerms(sql`select term, products from counted`)}`)
  })
}

/** Adds the words of new or changed products to the vocabulary at once; how many have each is counted at night. */
export async function learnTerms(ctx: Context, productIds: readonly string[]): Promise<void> {
  if (productIds.length === 0) return
  await ctx.db.execute(
    insertTerms(
      sql`
      select word, 1 from listings l join products p on p.id = l.product_id, unnest(tsvector_to_array(to_tsvector('souk_plain', ${sql.raw(CALLED)}))) word
      where l.product_id = any(${sql.param([...productIds])}::uuid[]) and ${isWord}
        and not exists (select from search_terms known where known.term = word)
      group by word`,
      sql`do nothing`,
    ),
  )
}

const insertTerms = (
  counted: SQL,
  onConflict = sql`do update set products = excluded.products where t.products <> excluded.products`,
) => sql`
  insert into search_terms as t (term, english, german, products)
  select term, english, german, products from (
    select term, ${stemSql('english_stem', sql`term`)} as english, ${stemSql('german_stem', sql`term`)} as german, products
    from (${counted}) counted (term, products)
  ) stemmed where english is not null and german is not null
  order by term
  on conflict (term) ${onConflict}`
