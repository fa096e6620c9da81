import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { stemsIn, type Notion, type UnderstoodWord } from './notions'
import { anyOf } from './text-query'
import { oneSlipAway, slipsAllowed, slipsBetween } from './word-guesses'

const COMPLETIONS = 8
const CORRECTIONS = 3
/** A word of at most this many letters is compared with everything one slip away; a longer one by its trigrams. */
const SHORT = 5
const ALIKE = 20
/** A stem that is so much shorter than the word may be of another word: earings are no ears. */
const FAR_FROM_STEM = 3

interface Near extends Record<string, unknown> {
  word: string
  term: string
  english: string
  german: string
  products: number
  isBeginning: boolean
  isSaid: boolean
}

/**
 * Gives words that nothing is called by what they may be the beginning of or a slip of; what descriptions say stays. A word
 * that is hardly known may be meant as it is: what it looks like is added, and nothing is corrected.
 */
export async function correctSlips(ctx: Context, notions: readonly Notion[], isOpen: boolean): Promise<void> {
  const asked = notions.filter(isDoubtful)
  if (asked.length === 0) return

  const last = notions.at(-1)!
  const open = isOpen && asked.includes(last) && !isKnown(last) ? last.words[0]!.plain : null
  const near = await ctx.db.execute<Near>(
    nearStatement(
      asked.map(({ words }) => words[0]!),
      open,
    ),
  )
  for (const notion of asked) {
    const word = notion.words[0]!
    const ofWord = near.filter((fact) => fact.word === word.plain)
    if (ofWord.some(({ isSaid }) => isSaid) && !isKnown(notion)) continue

    const completions = ofWord.filter(({ isBeginning }) => isBeginning).slice(0, COMPLETIONS)
    const slips = completions.length > 0 ? [] : nearest(word.plain, ofWord, isKnown(notion) ? 1 : slipsAllowed(word.plain))
    if (!isKnown(notion)) word.correction = slips[0]?.term ?? null
    for (const { english, german, products } of [...completions, ...slips])
      notion.alternatives.push({ words: [stemsIn([english, german])], products })
  }
}

const isKnown = ({ words, alternatives }: Notion) => words[0]!.products > 0 || alternatives.length > 0

/** A single word of letters that no product is called, or that is known by a stem or by its parts only. */
function isDoubtful(notion: Notion): boolean {
  const [word, ...others] = notion.words as [UnderstoodWord, ...UnderstoodWord[]]
  if (others.length > 0 || word.isTerm || !/^\p{L}{2,}$/u.test(word.plain)) return false
  return !isKnown(notion) || word.products === 0 || word.stems.some((stem) => word.plain.length - stem.length >= FAR_FROM_STEM)
}

/** Of terms that look alike those with the fewest slips, the commonest first. */
function nearest(word: string, near: readonly Near[], allowed: number): Near[] {
  const measured = near.filter(({ isSaid }) => !isSaid).map((fact) => ({ ...fact, slips: slipsBetween(word, fact.term) }))
  const fewest = Math.min(allowed, ...measured.map(({ slips }) => slips))
  const startsAlike = ({ term }: Near) => Number(term[0] === word[0])
  return measured
    .filter(({ slips }) => slips === fewest)
    .toSorted((one, other) => startsAlike(other) - startsAlike(one) || other.products - one.products)
    .slice(0, CORRECTIONS)
}

/** Planned for these very words: whether one is common decides how it is looked for in descriptions. */
function nearStatement(asked: readonly UnderstoodWord[], open: string | null) {
  const words = asked.map(({ plain }) => plain)
  const said = asked.filter(({ stems }) => stems.length > 0)
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
    ${sql.join(
      said.map(
        ({ plain, stems }) => sql`
    union all
    select ${plain}, ${plain}, '', '', 0, false, true where exists (select from listings where document @@ ${anyOf(stems)}::tsquery)`,
      ),
    )}`
}
