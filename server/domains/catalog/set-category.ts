import { eq, sql } from 'drizzle-orm'
import { products } from '#db/schema'
import type { Context } from '#server/platform/context'
import { attributesMissing } from './catalog-errors'
import { attributesOfCategory, missingAttributes, validAttributeValues } from './category-attributes'
import type { ProductRow } from './catalog-locks'
import { refreshListings } from './refresh-listings'

/**
 * Puts a locked product into another category; of what it says of its attributes, what that one asks too stays. Throws
 * `catalog.attributes_missing` for a live product that does not say what the new one requires.
 */
export async function setCategory(ctx: Context, product: ProductRow, categoryId: string): Promise<void> {
  const attributes = await attributesOfCategory(ctx, categoryId)
  if (product.categoryId === categoryId) return

  const attributeValues = validAttributeValues(attributes, product.attributeValues)
  const missing = product.status === 'live' ? missingAttributes(attributes, attributeValues) : []
  if (missing.length > 0) throw attributesMissing(missing)

  await ctx.db
    .update(products)
    .set({ categoryId, attributeValues, version: sql`${products.version} + 1`, updatedAt: ctx.now })
    .where(eq(products.id, product.id))
  await refreshListings(ctx, [product.id])
}
