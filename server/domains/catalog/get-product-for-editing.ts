import { asc, eq } from 'drizzle-orm'
import { files, productImages, productOptions, products, stockLevels, variants } from '#db/schema'
import { presentPicture } from '#server/domains/files'
import { roleInShop } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { EditedVariant, ProductForEditing } from '#shared/contracts/product-editor'
import { productNotFound } from './catalog-errors'
import { mayEditProducts } from './catalog-policy'

/** All that is to say of a product, in whatever state, for the members of its shop. */
export async function getProductForEditing(ctx: Context, actor: Actor, shopId: string, productId: string): Promise<ProductForEditing> {
  const [product] = await ctx.db.select().from(products).where(eq(products.id, productId))
  const role = await roleInShop(ctx, actor, shopId)
  if (!product || product.shopId !== shopId || !role) throw productNotFound()

  const [options, sold, images] = await Promise.all([
    ctx.db.select().from(productOptions).where(eq(productOptions.productId, productId)).orderBy(asc(productOptions.position)),
    ctx.db
      .select({ variant: variants, level: stockLevels })
      .from(variants)
      .innerJoin(stockLevels, eq(stockLevels.variantId, variants.id))
      .where(eq(variants.productId, productId))
      .orderBy(asc(variants.position)),
    ctx.db
      .select({ fileId: productImages.fileId, alt: productImages.alt, file: files })
      .from(productImages)
      .innerJoin(files, eq(files.id, productImages.fileId))
      .where(eq(productImages.productId, productId))
      .orderBy(asc(productImages.position)),
  ])

  const { publishedAt, updatedAt, ...columns } = product
  return {
    ...columns,
    mayEdit: mayEditProducts(role),
    currency: sold[0]!.variant.currency,
    options: options.map(({ name, values }) => ({ name, values })),
    variants: sold.map(presentVariant),
    images: images.map(({ fileId, alt, file }) => ({ fileId, alt, picture: presentPicture(file, alt || product.title) })),
    publishedAt: publishedAt && publishedAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}

function presentVariant({
  variant,
  level,
}: {
  variant: typeof variants.$inferSelect
  level: typeof stockLevels.$inferSelect
}): EditedVariant {
  const { id, optionValues, sku, priceMinor, compareAtMinor, weightGrams, imagePosition } = variant
  const { onHand, reserved, tracked, backorder, lowAt } = level
  return {
    id,
    optionValues,
    sku,
    priceMinor,
    compareAtMinor,
    weightGrams,
    imagePosition,
    onHand,
    reserved,
    tracked,
    backorder,
    lowAt,
  }
}
