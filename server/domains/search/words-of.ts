import { sql, type SQL } from 'drizzle-orm'

/** A query that is longer than any search for a thing. */
const LONGEST = 100
const MOST_WORDS = 12

/** What was typed as words: no operators, no control characters, in bounds. */
export function wordsOf(query: string): string[] {
  return (query.slice(0, LONGEST).match(/[\p{L}\p{N}]+(?:[-'’.][\p{L}\p{N}]+)*/gu) ?? []).slice(0, MOST_WORDS)
}

/**
 * All words, the last of them also as the beginning of a longer one: `blue va` finds a blue vase. Null without a word.
 * The typed text reaches `to_tsquery` only as letters and digits.
 */
export function textQuery(query: string): SQL | null {
  const words = wordsOf(query)
  const last = words.at(-1)
  if (last === undefined) return null

  const all = sql`websearch_to_tsquery('souk', ${words.join(' ')})`
  const beginning = /^[\p{L}\p{N}]{2,}$/u.test(last) && !/\s$/.test(query) ? last : null
  if (beginning === null) return all

  const before = words.slice(0, -1).join(' ')
  const beginningQuery = sql`to_tsquery('souk', ${`${beginning}:*`})`
  return before ? sql`(${all} || (websearch_to_tsquery('souk', ${before}) && ${beginningQuery}))` : sql`(${all} || ${beginningQuery})`
}
