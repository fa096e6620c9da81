import type { ImportField } from '#shared/import-fields'
import type { FieldRow } from './group-rows'
import type { ImportedVariant } from './imported-product'
import type { ProblemList } from './problem-list'
import { readGrams, readPrice, readWhole, readYesNo } from './read-numbers'
import type { ReadingRules } from './read-product'

const NAMES = ['option1Name', 'option2Name', 'option3Name', 'option4Name'] as const
const VALUES = ['option1Value', 'option2Value', 'option3Value', 'option4Value'] as const
const OPTIONS_MAX = 3
export const VARIANTS_MAX = 100
const MOST_ON_HAND = 1_000_000

/** What other shops write for a product that comes in one way only. */
const isNoChoice = (name: string, values: string[]) => name.toLowerCase() === 'title' && values.every((value) => value === 'Default Title')

/** The options of a product and its variants, one a row that speaks of one. */
export function readVariants(
  rows: FieldRow[],
  parent: FieldRow | undefined,
  rules: ReadingRules,
  problems: ProblemList,
): { optionNames: string[]; variants: ImportedVariant[] } {
  const own = variantRows(rows, parent, rules)
  const options = hasOptions(parent, rules) ? optionsOf(own, rows, problems) : []
  if (own.length === 0) problems.add('no_variant', rows[0]!.line, 'price')
  if (options.length > OPTIONS_MAX) problems.add('too_many_options', own[0]!.line, NAMES[OPTIONS_MAX]!)
  if (own.length > VARIANTS_MAX) problems.add('too_many_variants', own[VARIANTS_MAX]!.line, null)

  const variants = own.slice(0, VARIANTS_MAX).map((row) => readVariant(row, options, rules, problems))
  refuseRepeatedChoices(variants, problems)
  return { optionNames: options.map(({ name }) => name), variants }
}

/** Rows that only bring another picture are none; a product without any other row is its own variant. */
function variantRows(rows: FieldRow[], parent: FieldRow | undefined, { format }: ReadingRules): FieldRow[] {
  if (format === 'woocommerce') {
    const variations = rows.filter((row) => row !== parent)
    return parent?.fields.type?.startsWith('variable') ? variations : rows
  }
  const speaking = rows.filter(({ fields }) => fields.sku || fields.price || fields.quantity || VALUES.some((value) => fields[value]))
  const [first] = rows
  const isPictureOnly = (row: FieldRow) =>
    row !== first && row.fields.picture && !row.fields.sku && !row.fields.price && !row.fields[VALUES[0]]
  const kept = speaking.filter((row) => !isPictureOnly(row))
  return kept.length > 0 ? kept : rows.slice(0, 1)
}

/** The attributes of WooCommerce's simple products are nothing to choose. */
export const hasOptions = (parent: FieldRow | undefined, { format }: Pick<ReadingRules, 'format'>) =>
  format !== 'woocommerce' || parent?.fields.type?.startsWith('variable') === true

/** What a product that has no options says in their columns. */
export const namedValues = ({ fields }: FieldRow): { name: string; value: string }[] =>
  VALUES.map((value, place) => ({ name: fields[NAMES[place]!] ?? '', value: fields[value] ?? '' })).filter(
    ({ name, value }) => name && value,
  )

interface Option {
  name: string
  field: (typeof VALUES)[number]
}

function optionsOf(own: FieldRow[], rows: FieldRow[], problems: ProblemList): Option[] {
  const options: Option[] = []
  VALUES.forEach((field, place) => {
    const values = own.map(({ fields }) => fields[field] ?? '').filter(Boolean)
    if (values.length === 0) return
    const name = rows.find(({ fields }) => fields[NAMES[place]!])?.fields[NAMES[place]!] ?? ''
    if (name === '') problems.add('option_unnamed', own[0]!.line, NAMES[place]!, values[0])
    else if (!isNoChoice(name, values)) options.push({ name, field })
  })
  return options
}

function readVariant(row: FieldRow, options: Option[], rules: ReadingRules, problems: ProblemList): ImportedVariant {
  const { fields, line } = row
  const { mapping } = rules
  for (const { name, field } of options) if (!fields[field]) problems.add('option_value_missing', line, field, name)

  const tracked = readTracked(row, rules, problems)
  return {
    line,
    optionValues: options.map(({ field }) => fields[field] ?? ''),
    sku: fields.sku || undefined,
    ...readPrices(row, rules, problems),
    weightGrams: problems.read(row, 'weight', (text) => readGrams(text, gramsOf(mapping.weight))),
    onHand: problems.read(row, 'quantity', (text) => readWhole(text, MOST_ON_HAND)),
    tracked,
    backorder: readBackorder(row, rules, problems),
    lowAt: problems.read(row, 'lowAt', (text) => readWhole(text, 1000)),
    ...readVariantPicture(row, rules, problems),
  }
}

const POUND_GRAMS = 453.59237
function gramsOf(column = ''): number {
  const unit = /\((kg|lbs|oz)\)\s*$/i.exec(column)?.[1]?.toLowerCase()
  return unit === 'kg' ? 1000 : unit === 'lbs' ? POUND_GRAMS : unit === 'oz' ? POUND_GRAMS / 16 : 1
}

/** An earlier price that is not above the price is no reduction, so there is none. */
function readPrices(row: FieldRow, { format, mapping, currency }: ReadingRules, problems: ProblemList) {
  const isWoo = format === 'woocommerce'
  const priceField: ImportField = isWoo && !row.fields.price ? 'compareAt' : 'price'
  const isMapped = mapping.price !== undefined || (isWoo && mapping.compareAt !== undefined)
  if (isMapped && !row.fields[priceField]) problems.add('price_missing', row.line, priceField)

  const read = (field: ImportField) => problems.read(row, field, (text) => readPrice(text, currency))
  const priceMinor = read(priceField)
  if (mapping.compareAt === undefined || !isMapped) return { priceMinor }
  const earlier = priceField === 'compareAt' ? undefined : read('compareAt')
  return { priceMinor, compareAtMinor: earlier !== undefined && priceMinor !== undefined && earlier > priceMinor ? earlier : null }
}

/** Without somebody who counts them, pieces are not counted. */
function readTracked(row: FieldRow, { format, mapping }: ReadingRules, problems: ProblemList): boolean | undefined {
  if (mapping.tracked !== undefined) return problems.read(row, 'tracked', readYesNo)
  if (mapping.tracker !== undefined) return Boolean(row.fields.tracker)
  return format === 'woocommerce' && mapping.quantity !== undefined ? Boolean(row.fields.quantity) : undefined
}

function readBackorder(row: FieldRow, { mapping }: ReadingRules, problems: ProblemList): boolean | undefined {
  if (mapping.backorder !== undefined) return problems.read(row, 'backorder', readYesNo)
  const policy = row.fields.policy?.toLowerCase()
  return policy ? ['continue', 'true', 'yes', '1', 'notify'].includes(policy) : undefined
}

function readVariantPicture(row: FieldRow, { format, mapping }: ReadingRules, problems: ProblemList) {
  if (mapping.variantPicture === undefined) return {}
  if (format !== 'souk') return { pictureAddress: row.fields.variantPicture || undefined }
  const place = problems.read(row, 'variantPicture', (text) => readWhole(text, 20))
  return { imagePosition: place === undefined || place === 0 ? null : place - 1 }
}

function refuseRepeatedChoices(variants: ImportedVariant[], problems: ProblemList): void {
  const seen = new Set<string>()
  for (const { optionValues, line } of variants) {
    const choice = optionValues.join(' / ')
    if (seen.has(choice) && choice === '') problems.add('product_twice', line, 'handle')
    else if (seen.has(choice)) problems.add('choice_repeated', line, VALUES[0], choice)
    seen.add(choice)
  }
}
