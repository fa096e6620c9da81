import type { Context } from '#server/platform/context'
import { DESCRIPTION_MAX, type ProductFields } from '#shared/contracts/product-editor'
import { descriptionTooLong } from './catalog-errors'
import type { ProductRow } from './catalog-locks'
import { attributesOfCategory, cleanAttributeValues, validAttributeValues } from './category-attributes'
import { cleanRichText } from './clean-rich-text'

/** What a product said before it was changed. */
type Before = Pick<ProductRow, 'categoryId' | 'attributeValues'>

/**
 * What an input says of the product itself, as it is stored: but for the address, which depends on who else has it. With
 * `before`, nothing that is said as it was is held against the input, whatever its category has come to ask.
 * Throws `catalog.category_not_found`, `catalog.attribute_invalid` and `catalog.description_too_long`.
 */
export async function productColumns(ctx: Context, input: ProductFields, before?: Before) {
  const { title, categoryId, brand, attributes, attributeValues, tags, seoTitle, seoDescription, orderMin, orderMax, orderStep } = input
  const asked = categoryId ? await attributesOfCategory(ctx, categoryId) : []
  const isAsBefore = ([key, value]: [string, unknown]) =>
    before !== undefined && Object.hasOwn(before.attributeValues, key) && before.attributeValues[key] === value
  const said = Object.entries(attributeValues)
  const kept = Object.fromEntries(said.filter(isAsBefore))
  return {
    title,
    description: cleanDescription(input.description),
    categoryId,
    brand,
    attributes,
    attributeValues: {
      ...(before?.categoryId === categoryId ? kept : validAttributeValues(asked, kept)),
      ...cleanAttributeValues(asked, Object.fromEntries(said.filter((one) => !isAsBefore(one)))),
    },
    tags,
    seoTitle,
    seoDescription,
    orderMin,
    orderMax,
    orderStep,
  }
}

/** Cleaning may make a text longer, `&` becomes `&amp;`; what is kept can always be sent again. */
function cleanDescription(html: string): string {
  const cleaned = cleanRichText(html)
  if (cleaned.length > DESCRIPTION_MAX) throw descriptionTooLong(DESCRIPTION_MAX)
  return cleaned
}
