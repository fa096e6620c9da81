import { sql, type SQL } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { runPrepared } from '#server/platform/database/run-prepared'
import { HOMONYMS, stemSql } from './count-terms'

/** What the vocabulary knows of something that was asked. */
export interface Fact extends Record<string, unknown> {
  kind: 'word' | 'guess' | 'ending' | 'synonym' | 'listings'
  /** What was asked about: a word, a guess, or the words that have synonyms. */
  about: string
  /** What was found: a term, or a synonym as it is compared. */
  term: string
  /** Of each word of the term, in English and in German; null for one that says nothing there. */
  stems: [string | null, string | null][]
  /** How many products are called so at most. */
  products: number
  /** The vocabulary has the word as it is written. */
  isTerm: boolean
}

/** The most compounds that a word stands for: `tasse` for Kaffeetasse, Teetasse … */
const MOST_ENDINGS = 12
const SHORTEST_ENDING = 4

interface Asked {
  words: string[]
  /** The same words with their accents. */
  spellings: string[]
  guesses: string[]
  /** What the words may end in. */
  heads: string[]
  runs: string[]
}

/**
 * One question to the vocabulary about everything that was typed: the words, guesses at what else they may be written as,
 * and runs of words that may have synonyms.
 */
export const readFacts = (ctx: Context, asked: Asked): Promise<Fact[]> => runPrepared<Fact>(ctx, factsStatement(asked))

const stemsOf = (english: SQL, german: SQL) => sql`jsonb_build_array(jsonb_build_array(${english}, ${german}))`
const bothStems = (word: SQL) => sql`jsonb_build_array(${stemSql('english_stem', word)}, ${stemSql('german_stem', word)})`

const factsStatement = ({ words, spellings, guesses, heads, runs }: Asked) => sql`
  with asked as materialized (
    select word, ${stemSql('english_stem', sql`word`)} as english,
      case when ts_lexize('german_stem', spelling) <> '{}' or word = any(${sql.param(HOMONYMS)}::text[]) then ${stemSql('german_stem', sql`word`)} end as german
    from unnest(${sql.param(words)}::text[], ${sql.param(spellings)}::text[]) asked(word, spelling)
  )
  select 'word' as kind, word as about, word as term, ${stemsOf(sql`english`, sql`german`)} as stems, (
    select coalesce(sum(t.products), 0)::int from search_terms t where t.german = asked.german or t.english = asked.english
  ) as products, exists (select from search_terms t where t.term = word) as "isTerm" from asked
  union all
  select 'listings', '', '', '[]', greatest(0, reltuples)::int, false from pg_class where oid = 'listings'::regclass
  union all
  select 'guess', guess, t.term, ${stemsOf(sql`t.english`, sql`t.german`)}, t.products, true
  from unnest(${sql.param(guesses)}::text[]) guess
  join search_terms t on t.term = guess or t.german = (ts_lexize('german_stem', guess))[1]
  union all
  select 'ending', word, ending.term, ${stemsOf(sql`ending.english`, sql`ending.german`)}, ending.products, true
  from (
    select word, english, german from asked
    union
    select head, (ts_lexize('english_stem', head))[1], (ts_lexize('german_stem', head))[1] from unnest(${sql.param(heads)}::text[]) head
  ) asked cross join lateral (
    select t.*, exists (
      select from search_terms first, (select left(t.german, -length(asked.german)) as part) modifier
      where length(part) >= 3 and first.term = any(array[part, part || 'e', left(part, -1), left(part, -2)])
    ) as is_compound
    from search_terms t
    where reverse(t.german) ~>~ reverse(asked.german) and reverse(t.german) ~<~ (reverse(asked.german) || chr(1114111))
    order by is_compound desc, t.products desc, t.term limit ${MOST_ENDINGS}
  ) ending
  where length(asked.german) >= ${SHORTEST_ENDING}
    and (ending.is_compound or not exists (select from search_terms t where t.german = asked.german or t.english = asked.english))
  union all
  select 'synonym', run, synonym.term, (
    select jsonb_agg(${bothStems(sql`word`)} order by place) from string_to_table(synonym.term, ' ') with ordinality parts(word, place)
  ), (
    select coalesce(min(have.products), 0)::int from string_to_table(synonym.term, ' ') word cross join lateral (
      select coalesce(sum(t.products), 0) as products from search_terms t where t.german = (ts_lexize('german_stem', word))[1]
    ) have
  ), true
  from unnest(${sql.param(runs)}::text[]) run
  join search_synonyms s on s.keys @> array[run]
  cross join lateral unnest(s.keys) synonym(term) where synonym.term <> run`
