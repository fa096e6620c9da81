import type { Context } from '#server/platform/context'
import { correctSlips } from './correct-slips'
import { guessesOf, headsOf, notionsOf, runsOf, understandWord, type Notion, type UnderstoodWord } from './notions'
import { parseQuery, type ParsedQuery } from './parse-query'
import { readFacts } from './query-facts'

/** What was typed, as far as the vocabulary makes sense of it. */
export interface Understanding {
  parsed: ParsedQuery
  notions: Notion[]
  phrases: UnderstoodWord[][]
  without: UnderstoodWord[][]
  /** What was typed with the typos corrected; null without any. */
  corrected: string | null
  /** How many listings there are, roughly. */
  listings: number
}

/** What somebody means who types this: stems, synonyms, compounds, beginnings and slips, by what the vocabulary knows. */
export async function understandQuery(ctx: Context, typed: string): Promise<Understanding> {
  const parsed = parseQuery(typed)
  const { words } = parsed
  const all = [...new Set([...words, ...parsed.without.flat()])]
  if (all.length === 0) return { parsed, notions: [], phrases: [], without: [], corrected: null, listings: 0 }

  const facts = await readFacts(ctx, {
    words: all,
    spellings: all.map((word) => parsed.spelt.get(word) ?? word),
    guesses: guessesOf(words),
    heads: headsOf(words),
    runs: runsOf(words).map(({ key }) => key),
  })
  const understood = new Map(all.map((word) => [word, understandWord(word, facts)]))
  const wordOf = (word: string) => understood.get(word)!
  const notions = notionsOf(words.map(wordOf), facts)
  await correctSlips(ctx, notions, parsed.isOpen)

  return {
    parsed,
    notions,
    phrases: parsed.phrases.map((phrase) => phrase.map(wordOf)),
    without: parsed.without.map((phrase) => phrase.map(wordOf)),
    corrected: words.some((word) => wordOf(word).correction) ? words.map((word) => wordOf(word).correction ?? word).join(' ') : null,
    listings: facts.find(({ kind }) => kind === 'listings')!.products,
  }
}
