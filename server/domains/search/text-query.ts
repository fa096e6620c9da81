import { productsOf, type Notion, type Stems, type UnderstoodWord } from './notions'
import type { Understanding } from './understand-query'

/** An understanding in the language of Postgres, each as the text of a `tsquery`; null where it would be empty. */
export interface TextQuery {
  /** What a product must have. */
  matching: string
  /** The words that were typed, for ranking. */
  exact: string
  /** Everything that may stand for them, for ranking. */
  broad: string
  /** All that was typed stands in the title. */
  titled: string
  /** It has this SKU. */
  sku: string
  /** The share of all listings that it may match, as far as the vocabulary knows. */
  share: number
}

/** Matches nothing. */
const NOTHING = ''

const quoted = (stem: string, mark = '') => `'${stem.replace(/\\/g, '\\\\').replace(/'/g, "''")}'${mark}`
const any = (parts: string[]) => [...new Set(parts)].join(' | ')
const all = (parts: string[]) => parts.map((part) => `(${part})`).join(' & ')
/** Any of these stems, in the language of Postgres. */
export const anyOf = (stems: Stems, mark = '') => any(stems.map((stem) => quoted(stem, mark)))
const allOf = (words: Stems[], mark = '') => all(words.map((stems) => anyOf(stems, mark)))

const sayable = (words: readonly UnderstoodWord[]): Stems[] => {
  const telling = words.filter(({ isFiller }) => !isFiller)
  return (telling.length > 0 ? telling : words).map(({ stems }) => stems).filter((stems) => stems.length > 0)
}

/** A notion by its own words or by any alternative. */
const notionText = ({ words, alternatives }: Notion, mark = '') =>
  any([sayable(words), ...alternatives.map(({ words }) => words)].filter((said) => said.length > 0).map((said) => `(${allOf(said, mark)})`))

/** Words next to each other, in the stems of one language or the other. */
function phraseText(phrase: readonly UnderstoodWord[]): string {
  const steps = phrase.map(({ stems }) => (stems.length > 0 ? `(${anyOf(stems)})` : null))
  let text = ''
  let distance = 0
  for (const step of steps) {
    distance += 1
    if (step === null) continue
    text = text === '' ? step : `${text} <${distance}> ${step}`
    distance = 0
  }
  return text
}

/** Beginnings count among what is not wanted: who types -espresso wants no Espressotasse either. */
const SHORTEST_BEGINNING = 5
const unwantedText = (words: readonly UnderstoodWord[]) =>
  words.length > 1
    ? phraseText(words)
    : any(
        [anyOf(words[0]!.stems), ...(words[0]!.plain.length >= SHORTEST_BEGINNING ? [quoted(words[0]!.plain, ':*')] : [])].filter(Boolean),
      )

/** The query for these notions of what was understood. A SKU stands for all of them. */
export function textQuery(
  { parsed, phrases, without, listings }: Understanding,
  notions: readonly Notion[],
  { beginningOfSku = false } = {},
): TextQuery | null {
  const sku = parsed.sku ? quoted(parsed.sku, beginningOfSku ? ':*' : '') : null
  const wanted = [...notions.map((notion) => notionText(notion)), ...phrases.map(phraseText)].filter(Boolean)
  if (wanted.length === 0 && !sku) return null

  const either = any([...(wanted.length > 0 ? [`(${all(wanted)})`] : []), ...(sku ? [sku] : [])])
  const unwanted = without.map(unwantedText).filter(Boolean)
  const own = notions.flatMap(({ words }) => sayable(words))
  const others = notions.flatMap(({ alternatives }) => alternatives.flatMap(({ words }) => words))
  return {
    matching: [`(${either})`, ...unwanted.map((text) => `!(${text})`)].join(' & '),
    exact: any(own.map((stems) => anyOf(stems))) || NOTHING,
    broad: any([...own, ...others].map((stems) => anyOf(stems))) || NOTHING,
    titled: all(notions.map((notion) => notionText(notion, ':A'))) || NOTHING,
    sku: sku ?? NOTHING,
    share: notions.reduce((share, notion) => share * Math.min(1, productsOf(notion) / Math.max(1, listings)), 1),
  }
}

/** With enough digits the beginning of a SKU says which are meant; with fewer it would be the beginning of very many. */
export const mayBeginSku = ({ parsed: { sku } }: Understanding): boolean =>
  sku !== null && /[a-z]/.test(sku) && sku.replace(/\D/g, '').length >= 3
