import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { readPrepared } from '#server/platform/database/read-prepared'
import { stemSql } from './count-terms'
import { parseQuery, type ParsedQuery } from './parse-query'
import { joinsOf, numberAndUnit, oneSlipAway, slipsAllowed, slipsBetween, splitsOf, umlautForm } from './word-guesses'

/** A word by the stems under which documents have it: any of them. */
export type Stems = string[]

/** Another way to say something: all of these words. */
export type Alternative = Stems[]

/** Something that a product must be: a word, or words that together mean one thing. */
export interface Notion {
  words: UnderstoodWord[]
  /** What else means the same. */
  alternatives: Alternative[]
  /** How many products have it at most, as far as the vocabulary knows. */
  products: number
}

export interface UnderstoodWord {
  plain: string
  stems: Stems
  /** Says nothing by itself, such as `with`. */
  isFiller: boolean
  products: number
  /** What it is taken for, when no product is called so. */
  correction: string | null
}

export interface Understanding {
  parsed: ParsedQuery
  notions: Notion[]
  phrases: UnderstoodWord[][]
  without: UnderstoodWord[][]
  /** What was typed with the typos corrected; null without any. */
  corrected: string | null
}

interface Fact extends Record<string, unknown> {
  kind: 'word' | 'guess' | 'ending' | 'synonym'
  /** What was asked about: a word, a guess, or the words that have synonyms. */
  about: string
  /** What was found: a term, or a synonym as it is compared. */
  term: string
  stems: [string | null, string | null][]
  products: number
}

/** The most compounds that a word stands for: `tasse` for Kaffeetasse, Teetasse … */
const MOST_ENDINGS = 12
const SHORTEST_ENDING = 4
/** A longer word may be a compound. */
const SHORTEST_COMPOUND = 6
/** The longest run of words that has a synonym. */
const LONGEST_SYNONYM = 3
const COMPLETIONS = 8
const CORRECTIONS = 3

/** What somebody means who types this: stems, synonyms, compounds, beginnings and slips, by what the vocabulary knows. */
export async function understandQuery(ctx: Context, typed: string): Promise<Understanding> {
  const parsed = parseQuery(typed)
  const { words } = parsed
  const unwanted = parsed.without.flat()
  const all = [...new Set([...words, ...unwanted])]
  if (all.length === 0) return { parsed, notions: [], phrases: [], without: [], corrected: null }

  const runs = runsOf(words)
  const guesses = [...new Set(words.flatMap((word, index) => guessesOf(word, words[index + 1])))]
  const facts = await readPrepared<Fact>(
    ctx,
    factsStatement(
      all,
      guesses,
      runs.map(({ key }) => key),
    ),
  )
  const understood = new Map(all.map((word) => [word, understandWord(word, facts)]))
  const wordOf = (word: string) => understood.get(word)!

  const notions = notionsOf(words.map(wordOf), runs, facts)
  await correct(ctx, notions, parsed.isOpen)
  const corrections = new Map(notions.flatMap((notion) => notion.words.map(({ plain, correction }) => [plain, correction] as const)))
  const isCorrected = [...corrections.values()].some((correction) => correction !== null)

  return {
    parsed,
    notions,
    phrases: parsed.phrases.map((phrase) => phrase.map(wordOf)),
    without: parsed.without.map((phrase) => phrase.map(wordOf)),
    corrected: isCorrected ? words.map((word) => corrections.get(word) ?? word).join(' ') : null,
  }
}

interface Run {
  key: string
  from: number
  length: number
}

/** Every run of words that may have a synonym, the longest first. */
const runsOf = (words: string[]): Run[] =>
  words
    .flatMap((_, from) =>
      Array.from({ length: Math.min(LONGEST_SYNONYM, words.length - from) }, (_, more) => ({
        key: words.slice(from, from + more + 1).join(' '),
        from,
        length: more + 1,
      })),
    )
    .sort((one, other) => other.length - one.length)

/** Words that the vocabulary is asked about because this one, or it and its neighbour, may stand for them. */
function guessesOf(word: string, next: string | undefined): string[] {
  const umlaut = umlautForm(word)
  return [
    ...(word.length >= SHORTEST_COMPOUND ? splitsOf(word).flatMap(({ first, second }) => [first, second]) : []),
    ...(next ? joinsOf(word, next) : []),
    ...(umlaut ? [umlaut] : []),
  ]
}

const stemsOf = (word: ReturnType<typeof sql>) =>
  sql`jsonb_build_array(jsonb_build_array(${stemSql('english_stem', word)}, ${stemSql('german_stem', word)}))`

/** One question to the vocabulary about everything that was typed. */
const factsStatement = (words: string[], guesses: string[], runs: string[]) => sql`
  with asked as materialized (
    select word, ${stemSql('english_stem', sql`word`)} as english, ${stemSql('german_stem', sql`word`)} as german
    from unnest(${sql.param(words)}::text[]) word
  )
  select 'word' as kind, word as about, word as term, jsonb_build_array(jsonb_build_array(english, german)) as stems, (
    select coalesce(sum(t.products), 0)::int from search_terms t where t.german = asked.german or t.english = asked.english
  ) as products from asked
  union all
  select 'guess', guess, t.term, jsonb_build_array(jsonb_build_array(t.english, t.german)), t.products
  from unnest(${sql.param(guesses)}::text[]) guess
  join search_terms t on t.term = guess or t.german = (ts_lexize('german_stem', guess))[1]
  union all
  select 'ending', word, ending.term, jsonb_build_array(jsonb_build_array(ending.english, ending.german)), ending.products
  from asked cross join lateral (
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
    select jsonb_agg(jsonb_build_array(${stemSql('english_stem', sql`word`)}, ${stemSql('german_stem', sql`word`)}) order by place)
    from string_to_table(synonym.term, ' ') with ordinality parts(word, place)
  ), 0
  from unnest(${sql.param(runs)}::text[]) run
  join search_synonyms s on s.keys @> array[run]
  cross join lateral unnest(s.keys) synonym(term) where synonym.term <> run`

const stemsIn = ([english, german]: [string | null, string | null]): Stems => [...new Set([english, german].flatMap((stem) => stem ?? []))]

function understandWord(word: string, facts: readonly Fact[]): UnderstoodWord {
  const fact = facts.find(({ kind, about }) => kind === 'word' && about === word)!
  const [english, german] = fact.stems[0]!
  return {
    plain: word,
    stems: stemsIn([english, german]),
    isFiller: english === null || german === null,
    products: fact.products,
    correction: null,
  }
}

/** The notions in the order of the words: runs with synonyms and pairs that are one word elsewhere first, then single words. */
function notionsOf(words: UnderstoodWord[], runs: readonly Run[], facts: readonly Fact[]): Notion[] {
  const taken: (Notion | undefined)[] = []
  const isFree = ({ from, length }: Run) => words.slice(from, from + length).every((_, index) => !taken[from + index])
  for (const run of runs) {
    const alternatives = [
      ...synonymsOf(run.key, facts),
      ...(run.length === 2 ? joinedOf(words[run.from]!, words[run.from + 1]!, facts) : []),
    ]
    if (!isFree(run) || alternatives.length === 0) continue
    const covered = words.slice(run.from, run.from + run.length)
    const own = run.length === 1 ? aloneAlternatives(covered[0]!, facts) : []
    const notion = {
      words: covered,
      alternatives: [...alternatives, ...own],
      products: Math.max(...covered.map(({ products }) => products)),
    }
    covered.forEach((_, index) => (taken[run.from + index] = notion))
  }
  words.forEach(
    (word, index) => (taken[index] ??= { words: [word], alternatives: aloneAlternatives(word, facts), products: word.products }),
  )

  const notions = [...new Set(taken as Notion[])]
  const telling = notions.filter(({ words }) => words.some(({ isFiller }) => !isFiller))
  return telling.length > 0 ? telling : notions.filter(({ words }) => words.some(({ stems }) => stems.length > 0))
}

const synonymsOf = (key: string, facts: readonly Fact[]): Alternative[] =>
  facts
    .filter(({ kind, about }) => kind === 'synonym' && about === key)
    .map(({ stems }) => stems.map(stemsIn).filter((stems) => stems.length > 0))

const guessed = (guess: string, facts: readonly Fact[]) => facts.filter(({ kind, about }) => kind === 'guess' && about === guess)

/** The one word that two stand for, if products are called so. */
const joinedOf = (one: UnderstoodWord, other: UnderstoodWord, facts: readonly Fact[]): Alternative[] =>
  one.isFiller || other.isFiller
    ? []
    : joinsOf(one.plain, other.plain).flatMap((join) => guessed(join, facts).map(({ stems }) => [stemsIn(stems[0]!)]))

/** What a word stands for by itself: compounds that end in it, its own parts, and other ways to write it. */
function aloneAlternatives(word: UnderstoodWord, facts: readonly Fact[]): Alternative[] {
  const endings = facts
    .filter(({ kind, about }) => kind === 'ending' && about === word.plain)
    .map(({ stems }): Alternative => [stemsIn(stems[0]!)])
  const umlaut = umlautForm(word.plain)
  const umlauts = umlaut ? guessed(umlaut, facts).map(({ stems }): Alternative => [stemsIn(stems[0]!)]) : []
  const measure = numberAndUnit(word.plain)
  const split = word.plain.length >= SHORTEST_COMPOUND ? bestSplit(word.plain, facts) : null
  return [...endings, ...umlauts, ...(measure ? [[[measure[0]], [measure[1]]]] : []), ...(split ? [split] : [])]
}

/** The parts of a compound, where both are words that products are called by; of several ways the one with the commonest rarer part. */
function bestSplit(word: string, facts: readonly Fact[]): Alternative | null {
  const commonest = (guess: string) => guessed(guess, facts).toSorted((one, other) => other.products - one.products)[0]
  const ways = splitsOf(word).flatMap(({ first, second }) => {
    const [one, other] = [commonest(first), commonest(second)]
    return one && other
      ? [{ parts: [stemsIn(one.stems[0]!), stemsIn(other.stems[0]!)], products: Math.min(one.products, other.products) }]
      : []
  })
  return ways.toSorted((one, other) => other.products - one.products)[0]?.parts ?? null
}

interface Near extends Record<string, unknown> {
  word: string
  term: string
  english: string
  german: string
  products: number
  isBeginning: boolean
  isSaid: boolean
}

/** Gives words that nothing is called by what they may be the beginning of or a slip of; what only descriptions say stays. */
async function correct(ctx: Context, notions: Notion[], isOpen: boolean): Promise<void> {
  const unknown = notions.filter(({ words, products, alternatives }) => words.length === 1 && products === 0 && alternatives.length === 0)
  const words = unknown.map(({ words }) => words[0]!.plain)
  const asked = unknown.filter(({ words }) => /^\p{L}{2,}$/u.test(words[0]!.plain))
  if (asked.length === 0) return

  const open = isOpen && notions.at(-1)!.words.length === 1 ? notions.at(-1)!.words[0]!.plain : null
  const near = await readPrepared<Near>(ctx, nearStatement(words, open))
  for (const notion of asked) {
    const [word] = notion.words as [UnderstoodWord]
    const ofWord = near.filter((fact) => fact.word === word.plain)
    if (ofWord.some(({ isSaid }) => isSaid)) continue

    const completions = ofWord.filter(({ isBeginning }) => isBeginning).slice(0, COMPLETIONS)
    const slips = completions.length > 0 ? [] : nearest(word.plain, ofWord)
    notion.alternatives.push(...[...completions, ...slips].map(({ english, german }): Alternative => [stemsIn([english, german])]))
    notion.products = Math.max(0, ...[...completions, ...slips].map(({ products }) => products))
    word.correction = slips[0]?.term ?? null
  }
}

/** Of terms that look alike those with the fewest slips, the commonest first. */
function nearest(word: string, near: readonly Near[]): Near[] {
  const measured = near
    .map((fact) => ({ ...fact, slips: slipsBetween(word, fact.term) }))
    .filter(({ slips }) => slips <= slipsAllowed(word))
  const fewest = Math.min(...measured.map(({ slips }) => slips))
  return measured
    .filter(({ slips }) => slips === fewest)
    .toSorted((one, other) => Number(other.term[0] === word[0]) - Number(one.term[0] === word[0]) || other.products - one.products)
    .slice(0, CORRECTIONS)
}

/** A word of at most this many letters is compared with everything one slip away; a longer one by its trigrams. */
const SHORT = 5
const ALIKE = 20

function nearStatement(words: string[], open: string | null) {
  const short = words.filter((word) => word.length <= SHORT)
  const slips = short.flatMap((word) => oneSlipAway(word).map((slip) => [word, slip] as const))
  const columns = sql.raw('t.term, t.english, t.german, t.products')
  return sql`
    select ${open ?? ''}::text as word, ${columns}, true as "isBeginning", false as "isSaid" from (
      select * from search_terms where term ~>=~ ${open ?? ''}::text and term ~<~ (${open ?? ''}::text || chr(1114111)) and ${open !== null}::boolean
      order by products desc, term limit ${COMPLETIONS}
    ) t
    union all
    select word, ${columns}, false, false
    from unnest(${sql.param(slips.map(([word]) => word))}::text[], ${sql.param(slips.map(([, slip]) => slip))}::text[]) slip(word, term)
    join search_terms t on t.term = slip.term
    union all
    select word, ${columns}, false, false from unnest(${sql.param(words)}::text[]) word cross join lateral (
      select * from search_terms where term % word order by similarity(term, word) desc, products desc limit ${ALIKE}
    ) t
    union all
    select word, word, '', '', 0, false, true from unnest(${sql.param(words)}::text[]) word
    where exists (select from listings where document @@ (plainto_tsquery('souk', word) || plainto_tsquery('souk_german', word)))`
}
