import { productsOf, type Alternative, type Notion } from './notions'
import { mayBeginSku, textQuery, type TextQuery } from './text-query'
import type { Understanding } from './understand-query'

/** How many words are left out, one after the other, before nothing is said to be found. */
const MOST_LEFT_OUT = 3

export interface Relaxation {
  text: TextQuery
  /** Words that are not asked for any more. */
  leftOut: string[]
}

/** A query with all that was asked for, then with the beginning of a SKU, then without the rarest of it, and so on, at last with less of a compound: the first that finds something is meant. */
export function* relaxations(understanding: Understanding): Generator<Relaxation> {
  const { notions } = understanding
  const exactly = textQuery(understanding, notions)
  if (exactly) yield { text: exactly, leftOut: [] }
  const begun = mayBeginSku(understanding) && textQuery(understanding, notions, { beginningOfSku: true })
  if (begun) yield { text: begun, leftOut: [] }

  const rarestFirst = notions.toSorted((one, other) => productsOf(one) - productsOf(other))
  for (let left = 1; left <= Math.min(MOST_LEFT_OUT, Math.max(0, notions.length - 1)); left++) {
    const dropped = rarestFirst.slice(0, left)
    const text = textQuery(
      understanding,
      notions.filter((notion) => !dropped.includes(notion)),
    )
    if (text) yield { text, leftOut: dropped.map(typedAs) }
  }

  const whole = notions.map(({ words, alternatives }) => ({ words, alternatives: alternatives.map(headAlone) }))
  const text = notions.some(({ alternatives }) => alternatives.some(({ head }) => head)) && textQuery(understanding, whole)
  if (text) yield { text, leftOut: [] }
}

/** Who finds no Keramikvase may take a vase. */
const headAlone = ({ words, products, head }: Alternative): Alternative => ({ words: head ? [head] : words, products })

const typedAs = ({ words }: Notion) => words.map(({ plain }) => plain).join(' ')
