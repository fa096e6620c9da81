import { sql, type SQL } from 'drizzle-orm'

/** A query that is longer than any search for a thing. */
const LONGEST = 100
const MOST_WORDS = 12

/** What was typed as words: no operators, no control characters, in bounds. */
export function wordsOf(query: string): string[] {
  return (query.slice(0, LONGEST).match(/[\p{L}\p{N}]+(?:[-'’.][\p{L}\p{N}]+)*/gu) ?? []).slice(0, MOST_WORDS)
}

/** What was typed in the language of Postgres: what a product must have, and what puts it before others. */
export interface Words {
  matching: SQL
  ranking: SQL
}

/**
 * All words, the last of them also as the beginning of a longer one: `blue va` finds a blue vase, but a `va` comes first.
 * Null without a word. The typed text reaches `to_tsquery` only as letters and digits.
 */
export function textQuery(query: string): Words | null {
  const words = wordsOf(query)
  const last = words.at(-1)
  if (last === undefined) return null

  const all = sql`websearch_to_tsquery('souk', ${words.join(' ')})`
  if (!/^[\p{L}\p{N}]{2,}$/u.test(last) || /\s$/.test(query)) return { matching: all, ranking: all }

  const before = words.slice(0, -1).join(' ')
  const beginning = sql`to_tsquery('souk', ${`${last}:*`})`
  const matching = before ? sql`(websearch_to_tsquery('souk', ${before}) && ${beginning})` : beginning
  return { matching, ranking: sql`(${all} || ${matching})` }
}
