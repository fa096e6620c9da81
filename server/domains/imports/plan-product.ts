import type { z } from 'zod'
import { productColumns } from '#server/domains/catalog'
import type { Context } from '#server/platform/context'
import { DomainError } from '#server/platform/errors'
import { productInputSchema } from '#shared/contracts/product-editor'
import type { ImportField, ImportMapping } from '#shared/import-fields'
import type { ImportAction } from '#shared/lifecycles/product-import'
import type { ImportProblem } from '#shared/import-problems'
import type { ImportedProduct } from './imported-product'
import { listChanges, type Change } from './list-changes'
import type { CurrentProduct } from './load-products'
import { choiceOf, inputOf, mergeProduct, type MergedProduct } from './merge-product'
import { resolvePictures, type KnownPictures } from './resolve-pictures'

export interface ProductPlan {
  action: ImportAction
  merged: MergedProduct
  changes: Change[]
  /** Addresses of pictures that are to be brought. */
  fresh: string[]
  problems: ImportProblem[]
}

/** What becomes of a product when the file is heard: the same when it is checked and when it is applied. */
export async function planProduct(
  ctx: Context,
  file: ImportedProduct,
  current: CurrentProduct | null,
  known: KnownPictures,
  mapping: ImportMapping,
): Promise<ProductPlan> {
  const { images, pictureOf, fresh } = resolvePictures(file, current, known)
  const variants = file.variants.map((variant) =>
    variant.pictureAddress === undefined ? variant : { ...variant, imagePosition: pictureOf(variant.pictureAddress) },
  )
  const { merged, gaps } = mergeProduct({ ...file, variants }, current, images)
  const problems = gaps.map(({ code, line, field }) => ({ code, line, column: mapping[field] ?? field, value: '' }))
  const refused = () => ({ action: 'refused' as const, merged, changes: [], fresh: [], problems })
  if (problems.length > 0) return refused()

  const parsed = productInputSchema.safeParse(inputOf(merged))
  if (!parsed.success) {
    problems.push(...parsed.error.issues.slice(0, 10).map((issue) => problemOf(issue, file, merged, mapping)))
    return refused()
  }
  try {
    Object.assign(merged, await productColumns(ctx, parsed.data, current ?? undefined))
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    const field = REFUSED_FIELD[error.code]
    problems.push({ code: 'value_refused', line: file.line, column: (field && mapping[field]) ?? '', value: error.message })
    return refused()
  }

  if (!current) return { action: 'create', merged, changes: [], fresh, problems }
  const changes = [...listChanges(current, merged), ...(fresh.length > 0 ? [{ field: 'pictures', from: null, to: fresh }] : [])]
  return { action: changes.length > 0 ? 'change' : 'unchanged', merged, changes, fresh, problems }
}

/** What the catalogue finds in a field that is well formed in itself. */
const REFUSED_FIELD: Record<string, ImportField> = {
  'catalog.category_not_found': 'category',
  'catalog.attribute_invalid': 'attributeValues',
  'catalog.description_too_long': 'description',
}

const FIELD_OF: Record<string, ImportField> = {
  priceMinor: 'price',
  compareAtMinor: 'compareAt',
  weightGrams: 'weight',
  onHand: 'quantity',
  optionValues: 'option1Value',
  options: 'option1Name',
  categoryId: 'category',
  images: 'picture',
}

function problemOf(issue: z.core.$ZodIssue, file: ImportedProduct, merged: MergedProduct, mapping: ImportMapping): ImportProblem {
  const [first, index, inner] = issue.path
  const isOfVariant = first === 'variants' && typeof index === 'number'
  const variant = isOfVariant ? merged.variants[index] : undefined
  const said = variant && file.variants.find((one) => choiceOf(one) === choiceOf(variant) || one.sku === variant.sku)
  const name = String((isOfVariant ? inner : first) ?? first ?? '')
  const field = FIELD_OF[name] ?? (name as ImportField)
  return { ...reasonOf(issue), line: said?.line ?? file.line, column: mapping[field] ?? name }
}

/** What people meet most has words of its own in their language. */
function reasonOf(issue: z.core.$ZodIssue): Pick<ImportProblem, 'code' | 'value'> {
  if (issue.code === 'too_big' && issue.origin === 'string') return { code: 'text_too_long', value: String(issue.maximum) }
  if (issue.code === 'too_small' && issue.origin === 'string') return { code: 'text_too_short', value: String(issue.minimum) }
  if (issue.code === 'too_big' && issue.origin === 'array') return { code: 'too_many_values', value: String(issue.maximum) }
  return { code: 'value_refused', value: issue.message }
}
