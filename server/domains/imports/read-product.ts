import { isUnstorableText } from '#server/platform/database/unstorable'
import type { AttributeValues } from '#shared/category-attributes'
import type { ImportField, ImportMapping } from '#shared/import-fields'
import { LINE_QUANTITY_MAX } from '#shared/order-rule'
import type { ImportProblem } from '#shared/import-problems'
import type { ImportFormat } from '#shared/lifecycles/product-import'
import type { CategoryFinder } from './find-category'
import type { FieldRow, ProductRows } from './group-rows'
import type { ImportedPicture, ImportedProduct } from './imported-product'
import { ProblemList } from './problem-list'
import { readWhole, readYesNo } from './read-numbers'
import { hasOptions, namedValues, readVariants } from './read-variants'

export interface ProductReading {
  product: ImportedProduct
  problems: ImportProblem[]
}

export interface ReadingRules {
  format: ImportFormat
  mapping: ImportMapping
  currency: string
  findCategory: CategoryFinder
}

const OF_THE_PRODUCT = [
  'title',
  'description',
  'brand',
  'category',
  'tags',
  'seoTitle',
  'seoDescription',
  'slug',
  'attributes',
  'attributeValues',
  'status',
  'orderMin',
  'orderMax',
  'orderStep',
] as const
const LONGEST_HANDLE = 200

/** What the rows of one product say, together, and everything that is wrong with it. */
export function readProduct({ handle, rows }: ProductRows, rules: ReadingRules): ProductReading {
  const { format, mapping } = rules
  const problems = new ProblemList(mapping)
  const line = rows[0]!.line
  const parent = format === 'woocommerce' ? rows.find(({ fields }) => !fields.type?.includes('variation')) : rows[0]

  for (const row of rows) if (row.isTooWide) problems.add('row_too_wide', row.line, null)
  if (!handle) problems.add('handle_missing', line, 'handle')
  if (handle.length > LONGEST_HANDLE) problems.add('handle_too_long', line, 'handle')
  if (!parent) problems.add('parent_missing', line, 'parent', handle)
  if (format !== 'woocommerce') refuseContradictions(rows, problems)

  const said = (field: ImportField) =>
    mapping[field] === undefined ? undefined : (rows.find((row) => row === parent || format !== 'woocommerce')?.fields[field] ?? '')
  const first = (field: ImportField) => (format === 'woocommerce' ? parent?.fields[field] : firstSaid(rows, field)) ?? said(field)

  const pieces = (field: ImportField) => {
    const text = first(field)
    if (!text) return undefined
    const reading = readWhole(text, LINE_QUANTITY_MAX)
    if ('value' in reading) return reading.value
    problems.add(reading.code, line, field, text)
    return undefined
  }

  const product: ImportedProduct = {
    handle,
    line,
    slug: first('slug') || undefined,
    title: mapping.title === undefined ? undefined : first('title') || undefined,
    description: first('description'),
    brand: first('brand'),
    categoryId: readCategory(first('category'), line, rules, problems),
    tags: readTags(first('tags'), line, problems),
    seoTitle: first('seoTitle'),
    seoDescription: first('seoDescription'),
    orderMin: pieces('orderMin'),
    orderMax: first('orderMax') === '' ? null : pieces('orderMax'),
    orderStep: pieces('orderStep'),
    live: readLive(parent ?? rows[0]!),
    ...readAttributes(first('attributes'), first('attributeValues'), line, problems),
    ...(hasOptions(parent, rules) ? {} : { attributes: namedValues(parent ?? rows[0]!) }),
    pictures: readPictures(rows, rules, problems),
    ...readVariants(rows, parent, rules, problems),
  }
  if (mapping.title !== undefined && !product.title) problems.add('title_missing', line, 'title')
  return { product, problems: problems.found }
}

const firstSaid = (rows: FieldRow[], field: ImportField) => rows.find(({ fields }) => fields[field])?.fields[field]

/** A product may be spoken of on several rows, but not in two ways. */
function refuseContradictions(rows: FieldRow[], problems: ProblemList): void {
  for (const field of OF_THE_PRODUCT) {
    const value = firstSaid(rows, field)
    const other = rows.find(({ fields }) => fields[field] && fields[field] !== value)
    if (other) problems.add('field_differs', other.line, field, other.fields[field])
  }
}

/** Only Souk's own files name categories of this marketplace; the words of others are taken where they fit. */
function readCategory(text: string | undefined, line: number, rules: ReadingRules, problems: ProblemList): string | null | undefined {
  if (text === undefined) return undefined
  if (text === '') return rules.format === 'souk' ? null : undefined
  const found = rules.findCategory(text)
  if (!found && rules.format === 'souk') problems.add('category_unknown', line, 'category', text)
  return found
}

/** Separated by commas; an export writes JSON where a tag has one itself. */
function readTags(text: string | undefined, line: number, problems: ProblemList): string[] | undefined {
  if (text === undefined) return undefined
  const tags = text.startsWith('[') ? readJson<string[]>(text, [], line, 'tags', problems) : text.split(',').map((tag) => tag.trim())
  const byWord = new Map<string, string>()
  for (const tag of tags ?? []) if (tag && !byWord.has(tag.toLowerCase())) byWord.set(tag.toLowerCase(), tag)
  return [...byWord.values()]
}

/** JSON can spell what the database keeps in no text: a zero, half of a character. */
function refuseUnstorable(key: string, value: unknown): unknown {
  for (const text of [key, value]) if (typeof text === 'string' && isUnstorableText(text)) throw new SyntaxError()
  return value
}

function readJson<T>(text: string | undefined, empty: T, line: number, field: ImportField, problems: ProblemList): T | undefined {
  if (text === undefined) return undefined
  if (text === '') return empty
  try {
    const parsed: unknown = JSON.parse(text, refuseUnstorable)
    if (typeof parsed === 'object' && parsed !== null && Array.isArray(parsed) === Array.isArray(empty)) return parsed as T
  } catch {
    // Told below, like a value of another kind.
  }
  problems.add('not_json', line, field, text)
  return undefined
}

function readLive({ fields }: FieldRow): boolean | undefined {
  const status = fields.status?.toLowerCase()
  if (status) return ['active', 'live', 'published'].includes(status)
  if (!fields.published) return undefined
  const published = readYesNo(fields.published)
  return 'value' in published && published.value
}

/** Both columns hold JSON, as the export writes it. */
const readAttributes = (pairs: string | undefined, values: string | undefined, line: number, problems: ProblemList) => ({
  attributes: readJson<{ name: string; value: string }[]>(pairs, [], line, 'attributes', problems),
  attributeValues: readJson<AttributeValues>(values, {}, line, 'attributeValues', problems),
})

/** The gallery in the order of its positions; those without one follow in the order of the file. */
function readPictures(rows: FieldRow[], { format, mapping }: ReadingRules, problems: ProblemList): ImportedPicture[] | undefined {
  if (mapping.picture === undefined) return undefined
  const found = new Map<string, ImportedPicture & { position: number }>()
  for (const { fields, line } of rows) {
    const cell = fields.picture ?? ''
    const addresses = format === 'woocommerce' ? cell.split(/,\s*(?=https?:)/) : [cell]
    for (const address of addresses.map((address) => address.trim()).filter(Boolean)) {
      if (!isPictureAddress(address)) problems.add('address_refused', line, 'picture', address)
      else if (!found.has(address))
        found.set(address, { address, alt: fields.pictureAlt ?? '', position: Number(fields.picturePosition) || Number.MAX_SAFE_INTEGER })
    }
  }
  return [...found.values()].sort((one, other) => one.position - other.position).map(({ address, alt }) => ({ address, alt }))
}

/** An address on the web, or the name of a file that comes with the import. */
const isPictureAddress = (text: string) => (/^https?:\/\//i.test(text) ? URL.canParse(text) : /^[^/\\:]{1,200}\.\w{3,4}$/.test(text))
