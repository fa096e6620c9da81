import { readFileSync } from 'node:fs'

/** What somebody typed and what a person who knows the catalogue would hand them. */
export interface Judgement {
  kind: string
  query: string
  /** By SKU: 2 is right, 1 fits as well. */
  grades: ReadonlyMap<string, number>
  /** What was asked not to be shown. */
  unwanted: ReadonlySet<string>
  /** Held apart while the ranking is worked on. */
  isHeldOut: boolean
}

export interface JudgedProduct {
  sku: string
  category: string
  title: string
  brand: string
  attributes: { name: string; value: string }[]
  tags: string[]
  description: string
}

const linesOf = (file: string) =>
  readFileSync(new URL(file, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')

const cellsOf = (line: string) => line.split('|').map((cell) => cell.trim())

/** The judged queries; every second line of the file is held out. */
export const judgements: readonly Judgement[] = linesOf('judgements.txt').map((line, index) => {
  const [kind, query, marks] = cellsOf(line) as [string, string, string]
  const skus = marks.split(/\s+/)
  return {
    kind,
    query,
    grades: new Map(skus.filter((sku) => !sku.startsWith('!')).map((sku) => (sku.startsWith('~') ? [sku.slice(1), 1] : [sku, 2]))),
    unwanted: new Set(skus.filter((sku) => sku.startsWith('!')).map((sku) => sku.slice(1))),
    isHeldOut: index % 2 === 1,
  }
})

/** A small marketplace in two languages, every product of which was looked at when the queries were judged. */
export const judgedProducts: readonly JudgedProduct[] = readProducts()

/** Words that an admin has said mean the same, a group a line. */
export const judgedSynonyms: readonly string[][] = linesOf('synonyms.txt').map((line) => line.split(',').map((word) => word.trim()))

function readProducts(): JudgedProduct[] {
  let category = ''
  return linesOf('catalogue.txt').flatMap((line) => {
    if (line.startsWith('#')) {
      category = line.slice(1).trim()
      return []
    }
    const [sku, title, brand, attributes, tags, description] = cellsOf(line) as [string, string, string, string, string, string]
    const pairs = attributes.split(';').filter((pair) => pair.includes('='))
    return {
      sku,
      category,
      title,
      brand,
      attributes: pairs.map((pair) => ({ name: pair.split('=')[0]!.trim(), value: pair.split('=')[1]!.trim() })),
      tags: tags.split(',').flatMap((tag) => tag.trim() || []),
      description,
    }
  })
}
