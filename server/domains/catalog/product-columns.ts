import type { Context } from '#server/platform/context'
import type { ProductFields } from '#shared/contracts/product-editor'
import { attributesOfCategory, cleanAttributeValues } from './category-attributes'
import { cleanRichText } from './clean-rich-text'

/**
 * What an input says of the product itself, as it is stored: but for the address, which depends on who else has it.
 * Throws `catalog.category_not_found` and `catalog.attribute_invalid`.
 */
export async function productColumns(ctx: Context, input: ProductFields) {
  const { title, description, categoryId, brand, attributes, attributeValues, tags, seoTitle, seoDescription } = input
  const asked = categoryId ? await attributesOfCategory(ctx, categoryId) : []
  return {
    title,
    description: cleanRichText(description),
    categoryId,
    brand,
    attributes,
    attributeValues: cleanAttributeValues(asked, attributeValues),
    tags,
    seoTitle,
    seoDescription,
  }
}
