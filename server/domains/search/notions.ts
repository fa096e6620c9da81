import type { Fact } from './query-facts'
import { inflectionsOf, joinsOf, numberAndUnit, splitsOf, umlautForm } from './word-guesses'

/** A word by the stems under which documents have it: any of them. */
export type Stems = string[]

/** Another way to say something: all of these words, and how many products have them at most. */
export interface Alternative {
  words: Stems[]
  products: number
  /** Of a compound what it is in the end: a Keramikvase is a vase. */
  head?: Stems
}

/** Something that a product must be: a word, or words that together mean one thing. */
export interface Notion {
  words: UnderstoodWord[]
  /** What else means the same. */
  alternatives: Alternative[]
}

export interface UnderstoodWord {
  plain: string
  stems: Stems
  /** Says nothing by itself, such as `with`. */
  isFiller: boolean
  products: number
  /** Somebody calls a product so, letter by letter. */
  isTerm: boolean
  /** What it is taken for, when no product is called so. */
  correction: string | null
}

/** How many products are called so at most, as far as the vocabulary knows. */
export const productsOf = ({ words, alternatives }: Notion): number =>
  Math.min(...words.map(({ products }) => products)) + alternatives.reduce((sum, { products }) => sum + products, 0)

/** A longer word may be a compound. */
const SHORTEST_COMPOUND = 6
/** The longest run of words that has a synonym. */
const LONGEST_SYNONYM = 3
/** Two words with at most this many small ones between them may be one: Lampe für den Schreibtisch. */
const APART = 3
/** In longer queries nobody takes two words for one. */
const MOST_WORDS_JOINED = 6

/** Every run of words, as synonyms are compared; the longest first. */
export const runsOf = (words: readonly string[]): { key: string; from: number; length: number }[] =>
  words
    .flatMap((_, from) =>
      Array.from({ length: Math.min(LONGEST_SYNONYM, words.length - from) }, (_, more) => ({
        key: words.slice(from, from + more + 1).join(' '),
        from,
        length: more + 1,
      })),
    )
    .sort((one, other) => other.length - one.length)

/** What the vocabulary is asked about because a word, or it and a near one, may stand for it. */
export const guessesOf = (words: readonly string[]): string[] => [
  ...new Set(
    words.flatMap((word, index) => [
      ...(word.length >= SHORTEST_COMPOUND ? splitsOf(word).flatMap(({ first, second }) => [first, second]) : []),
      ...(words.length <= MOST_WORDS_JOINED ? words.slice(index + 1, index + 1 + APART).flatMap((other) => joinsOf(word, other)) : []),
      ...otherForms(word),
    ]),
  ),
]

/** What compounds may end in: the vocabulary is asked which others do. */
export const headsOf = (words: readonly string[]): string[] => [
  ...new Set(words.flatMap((word) => (word.length >= SHORTEST_COMPOUND ? splitsOf(word).map(({ second }) => second) : []))),
]

/** The same word, written or inflected in a way that stems do not know. */
const otherForms = (word: string) => [...inflectionsOf(word), ...[umlautForm(word)].flatMap((form) => form ?? [])]

export const stemsIn = ([english, german]: [string | null, string | null]): Stems => [
  ...new Set([english, german].flatMap((stem) => stem ?? [])),
]

export function understandWord(word: string, facts: readonly Fact[]): UnderstoodWord {
  const { stems, products, isTerm } = facts.find(({ kind, about }) => kind === 'word' && about === word)!
  const [english, german] = stems[0]!
  const isFiller = english === null || german === null
  return { plain: word, stems: stemsIn([english, german]), isFiller, products, isTerm, correction: null }
}

/**
 * What a product must be, in the order of the words: runs that have synonyms and pairs that are one word elsewhere, then
 * single words. Small words count only where there are no others.
 */
export function notionsOf(all: readonly UnderstoodWord[], facts: readonly Fact[]): Notion[] {
  const placed = all.map((word, place) => ({ word, place }))
  const telling = placed.filter(({ word }) => !word.isFiller)
  const asked = telling.length > 0 ? telling : placed.filter(({ word }) => word.stems.length > 0)
  const words = asked.map(({ word }) => word)
  /** As it was typed, with the small words between: `pot of flowers`. */
  const typed = (from: number, length: number) =>
    all.slice(asked[from]!.place, asked[from + length - 1]!.place + 1).map(({ plain }) => plain)

  const taken: (Notion | undefined)[] = []
  for (const { key, from, length } of runsOf(words.map(({ plain }) => plain))) {
    const covered = words.slice(from, from + length)
    const keys = [...new Set([key, typed(from, length).join(' ')])]
    const together = [...keys.flatMap((key) => synonymsOf(key, facts)), ...(length === 2 ? joinedOf(covered[0]!, covered[1]!, facts) : [])]
    if (together.length === 0 || covered.some((_, index) => taken[from + index])) continue

    const notion = { words: covered, alternatives: [...together, ...(length === 1 ? aloneAlternatives(covered[0]!, facts) : [])] }
    covered.forEach((_, index) => (taken[from + index] = notion))
  }
  words.forEach((word, index) => (taken[index] ??= { words: [word], alternatives: aloneAlternatives(word, facts) }))
  return [...new Set(taken as Notion[])]
}

const guessed = (guess: string, facts: readonly Fact[]) => facts.filter(({ kind, about }) => kind === 'guess' && about === guess)
const oneWord = ({ stems, products }: Fact): Alternative => ({ words: [stemsIn(stems[0]!)], products })

const synonymsOf = (key: string, facts: readonly Fact[]): Alternative[] =>
  facts
    .filter(({ kind, about }) => kind === 'synonym' && about === key)
    .map(({ stems, products }) => ({ words: stems.map(stemsIn).filter((stems) => stems.length > 0), products }))

/** The one word that two stand for, if products are called so. */
const joinedOf = (one: UnderstoodWord, other: UnderstoodWord, facts: readonly Fact[]): Alternative[] =>
  joinsOf(one.plain, other.plain).flatMap((join) => guessed(join, facts).map(oneWord))

/** What a word stands for by itself: compounds that end in it, its own parts, and other ways to write it. */
function aloneAlternatives(word: UnderstoodWord, facts: readonly Fact[]): Alternative[] {
  const endings = facts.filter(({ kind, about }) => kind === 'ending' && about === word.plain).map(oneWord)
  const forms = otherForms(word.plain).flatMap((form) => guessed(form, facts).map(oneWord))
  const measure = numberAndUnit(word.plain)
  const split = bestSplit(word.plain, facts)
  return [...endings, ...forms, ...(measure ? [{ words: measure.map((part) => [part]), products: 0 }] : []), ...(split ? [split] : [])]
}

/** The parts of a compound, where both are words that products are called by; of several ways the one with the commonest rarer part. */
function bestSplit(word: string, facts: readonly Fact[]): Alternative | null {
  if (word.length < SHORTEST_COMPOUND) return null
  const commonest = (guess: string) => guessed(guess, facts).toSorted((one, other) => other.products - one.products)[0]
  const ways = splitsOf(word).flatMap(({ first, second }) => {
    const [one, other] = [commonest(first), commonest(second)]
    const endings = facts.filter(({ kind, about }) => kind === 'ending' && about === second)
    if (!one || (!other && endings.length === 0)) return []
    // Leather bags are handbags and wash bags too.
    const heads = [...(other ? [other] : []), ...endings]
    const head = [...new Set(heads.flatMap(({ stems }) => stemsIn(stems[0]!)))]
    const products = Math.min(one.products, Math.max(...heads.map(({ products }) => products)))
    return [{ words: [stemsIn(one.stems[0]!), head], products, head }]
  })
  return ways.toSorted((one, other) => other.products - one.products)[0] ?? null
}
