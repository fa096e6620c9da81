import { plainWord } from './plain-word'

/** A query that is longer than any search for a thing. */
const LONGEST = 120
const MOST_WORDS = 12
/** Where a word may be broken, or may not. */
const UNSEEN = /[\u00AD\u200B\u2060\uFEFF]/g

/** What was typed, taken apart; every word as the vocabulary has it. */
export interface ParsedQuery {
  /** All words that are looked for, those of phrases included. */
  words: string[]
  /** Each word as it was typed, in small letters: what says nothing in a language is known with its accents only (`für`). */
  spelt: ReadonlyMap<string, string>
  /** "Quoted" words, which stand next to each other. */
  phrases: string[][]
  /** -words and -"phrases" that must not be there. */
  without: string[][]
  /** The last word may be the beginning of a longer one. */
  isOpen: boolean
  /** What was typed as a SKU would be written, without signs between; null for what is none. */
  sku: string | null
}

const spellingsIn = (text: string) => text.match(/\p{N}+(?:[.,]\p{N}+)+|[\p{L}\p{M}\p{N}]+/gu) ?? []
const wordOf = (spelling: string) => plainWord(spelling).replace(',', '.')
const wordsIn = (text: string) => spellingsIn(text).map(wordOf).filter(Boolean)

/** `"cast iron" pan -copper`: words, phrases and what is not wanted. Anything else is a space. */
export function parseQuery(typed: string): ParsedQuery {
  // One sign may stand for a whole sentence (ﷺ), and what is copied from pages has signs in it that nobody sees.
  const plain = typed.normalize('NFKC').replace(UNSEEN, '')
  const text = plain.slice(0, LONGEST).replace(/[“”„«»]/g, '"')
  const parts = [...text.matchAll(/(?<=^|[\s"])(-?)"([^"]*)"|(?<=^|[\s"])(-?)([^\s"]+)/g)].map((part) => ({
    isUnwanted: (part[1] ?? part[3]) === '-',
    isPhrase: part[2] !== undefined,
    words: wordsIn(part[2] ?? part[4]!),
  }))
  const said = parts.filter(({ words }) => words.length > 0)
  // Somebody who wants nothing in particular has typed a sign too many.
  const wanted = said.some(({ isUnwanted }) => !isUnwanted) ? said.filter(({ isUnwanted }) => !isUnwanted) : said

  const words = wanted.flatMap((part) => part.words).slice(0, MOST_WORDS)
  return {
    words,
    spelt: new Map(spellingsIn(text).map((spelling) => [wordOf(spelling), spelling.toLowerCase()])),
    phrases: wanted
      .filter(({ isPhrase, words: own }) => isPhrase && own.length > 1 && own.every((word) => words.includes(word)))
      .map((part) => part.words),
    without: said.filter((part) => !wanted.includes(part)).map((part) => part.words.slice(0, MOST_WORDS)),
    isOpen: /[\p{L}\p{N}]$/u.test(text),
    sku: skuIn(words),
  }
}

/** A SKU has a digit, and few people search for sentences with one. */
function skuIn(words: string[]): string | null {
  const joined = words.join('').replace(/[^a-z0-9]/g, '')
  return words.length <= 4 && /\d/.test(joined) && joined.length >= 3 && joined.length <= 64 ? joined : null
}
