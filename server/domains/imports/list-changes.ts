import { isDeepStrictEqual } from 'node:util'
import type { CurrentProduct, CurrentVariant } from './load-products'
import { choiceOf, type MergedProduct, type MergedVariant } from './merge-product'

/** One thing that an import changes. */
export interface Change {
  /** A field of the product, `variant` with the choice as a whole, or a field of a variant. */
  field: string
  from: unknown
  to: unknown
}

const PRODUCT_FIELDS = [
  'title',
  'description',
  'brand',
  'categoryId',
  'attributes',
  'attributeValues',
  'tags',
  'seoTitle',
  'seoDescription',
  'orderMin',
  'orderMax',
  'orderStep',
  'options',
  'images',
] as const
const VARIANT_FIELDS = [
  'optionValues',
  'sku',
  'priceMinor',
  'compareAtMinor',
  'weightGrams',
  'imagePosition',
  'onHand',
  'tracked',
  'backorder',
  'lowAt',
] as const

const ORDER = 'variants'
const ofVariant = (choice: string, field = '') => `variant:${choice}${field && `:${field}`}`

/** Each field that becomes something else. Without a product there is nothing to compare: it is all new. */
export function listChanges(current: CurrentProduct, merged: MergedProduct): Change[] {
  const before = productFields(current)
  const changes: Change[] = []
  const note = (field: string, from: unknown, to: unknown) => {
    if (!isDeepStrictEqual(from, to)) changes.push({ field, from, to })
  }

  for (const field of PRODUCT_FIELDS) note(field, before[field], merged[field])
  for (const variant of merged.variants) {
    if (!variant.was) note(ofVariant(choiceOf(variant)), null, plainVariant(variant))
    else for (const field of VARIANT_FIELDS) note(ofVariant(choiceOf(variant), field), variant.was[field], variant[field])
  }
  const kept = new Set(merged.variants.map(({ was }) => was))
  for (const own of current.variants) if (!kept.has(own)) note(ofVariant(choiceOf(own)), plainVariant(own), null)
  note(ORDER, current.variants.map(choiceOf), merged.variants.map(choiceOf))
  return changes
}

const productFields = (current: CurrentProduct): Record<string, unknown> =>
  Object.fromEntries(
    PRODUCT_FIELDS.map((field) => [
      field,
      field === 'images' ? current.images.map(({ fileId, alt }) => ({ fileId, alt })) : current[field],
    ]),
  )

function plainVariant(variant: CurrentVariant | MergedVariant): CurrentVariant {
  return Object.fromEntries(['sku', ...VARIANT_FIELDS].map((field) => [field, variant[field as 'sku']])) as unknown as CurrentVariant
}

/**
 * A product with the changes taken back wherever it still is what they made of it; `conflicts` names those that somebody
 * has changed since.
 */
export function takeBack(current: CurrentProduct, changes: readonly Change[]): { merged: MergedProduct; conflicts: string[] } {
  const product = productFields(current)
  let variants: MergedVariant[] = current.variants.map((own) => ({ ...own, was: own }))
  const conflicts: string[] = []
  const give = (change: Change, is: unknown, back: () => void) => {
    if (isDeepStrictEqual(is, change.to)) back()
    else if (!isDeepStrictEqual(is, change.from)) conflicts.push(change.field)
  }

  // Of choices that stayed in their order, other variants may have come for some.
  let order = current.variants.map(choiceOf)
  for (const change of changes) {
    const { field, from } = change
    if (field === ORDER) order = from as string[]
    else if (!field.startsWith('variant:')) give(change, product[field], () => (product[field] = from))
    else if (isVariant(from)) give(change, variantAt(variants, field) ?? null, () => variants.push({ ...from, was: null }))
    else if (isVariant(change.to)) {
      const own = variants.find((variant) => field === ofVariant(choiceOf(variant.was ?? variant)))
      give(change, own ? plainVariant(own) : null, () => (variants = variants.filter((variant) => variant !== own)))
    } else {
      const [own, name] = fieldAt(variants, field)
      if (own) give(change, own.was![name], () => Object.assign(own, { [name]: from }))
      else conflicts.push(field)
    }
  }
  return { merged: { ...(product as unknown as MergedProduct), variants: inOrder(variants, order) }, conflicts }
}

/** Added or removed as a whole; a field of one may be empty, too. */
const isVariant = (value: unknown): value is CurrentVariant => typeof value === 'object' && value !== null && 'optionValues' in value

const variantAt = (variants: MergedVariant[], field: string) => variants.find((variant) => field === ofVariant(choiceOf(variant)))

/** Choices may contain colons, so the field is what follows the choice of a variant that there is. */
function fieldAt(variants: MergedVariant[], path: string): [MergedVariant, (typeof VARIANT_FIELDS)[number]] | [null, null] {
  for (const variant of variants) {
    if (!variant.was) continue
    const name = VARIANT_FIELDS.find((field) => path === ofVariant(choiceOf(variant.was!), field))
    if (name) return [variant, name]
  }
  return [null, null]
}

const inOrder = (variants: MergedVariant[], order: string[]): MergedVariant[] => {
  const place = (variant: MergedVariant) => {
    const index = order.indexOf(choiceOf(variant))
    return index === -1 ? order.length : index
  }
  return variants
    .map((variant, index) => ({ variant, index }))
    .sort((a, b) => place(a.variant) - place(b.variant) || a.index - b.index)
    .map(({ variant }) => variant)
}
