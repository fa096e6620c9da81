import { and, eq, inArray } from 'drizzle-orm'
import { variants } from '#db/schema'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { beginningOf } from '#shared/beginning-of'
import { attributesOfCategory, validAttributeValues } from './category-attributes'
import { createProduct, type CreatedProduct } from './create-product'
import { getProductForEditing } from './get-product-for-editing'

const TITLE_MAX = 140
const SKU_MAX = 64

/** Makes a draft out of a product: the same texts, pictures and prices, SKUs of its own, and nothing on the shelf. */
export function duplicateProduct(ctx: Context, actor: Actor, shopId: string, productId: string): Promise<CreatedProduct> {
  return inTransaction(ctx, async (ctx) => {
    const original = await getProductForEditing(ctx, actor, shopId, productId)
    await requireMember(ctx, actor, shopId, 'manager')

    const { title, description, categoryId, brand, attributes, attributeValues, tags, seoTitle, seoDescription, options } = original
    const { orderMin, orderMax, orderStep } = original
    const skus = await freeSkus(
      ctx,
      shopId,
      original.variants.map(({ sku }) => sku),
    )
    return createProduct(ctx, actor, shopId, {
      title: withEnding(title, ' (2)', TITLE_MAX),
      description,
      categoryId,
      brand,
      attributes,
      attributeValues: categoryId ? validAttributeValues(await attributesOfCategory(ctx, categoryId), attributeValues) : {},
      tags,
      seoTitle,
      seoDescription,
      orderMin,
      orderMax,
      orderStep,
      options,
      images: original.images.map(({ fileId, alt }) => ({ fileId, alt })),
      variants: original.variants.map(({ id: _, sku: __, onHand: ___, reserved: ____, ...variant }, index) => ({
        ...variant,
        sku: skus[index]!,
      })),
    })
  })
}

const withEnding = (text: string, ending: string, max: number) => beginningOf(text, max - ending.length).trimEnd() + ending

/** `V-1-COPY`, or with the first number that is free for all of them: `V-1-COPY-2`. */
async function freeSkus(ctx: Context, shopId: string, skus: string[]): Promise<string[]> {
  for (let copy = 1; ; copy++) {
    const ending = copy === 1 ? '-COPY' : `-COPY-${copy}`
    // What is cut off may be all that tells two apart.
    const wished = skus.map((sku, index) =>
      withEnding(sku, sku.length + ending.length > SKU_MAX ? `-${index + 1}${ending}` : ending, SKU_MAX),
    )
    const taken = await ctx.db
      .select({ sku: variants.sku })
      .from(variants)
      .where(and(eq(variants.shopId, shopId), inArray(variants.sku, wished)))
    if (taken.length === 0) return wished
  }
}
