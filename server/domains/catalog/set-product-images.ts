import { asc, eq, sql } from 'drizzle-orm'
import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import { productImages, products } from '#db/schema'
import { findFiles } from '#server/domains/files'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { productImagesSchema, type ProductImages } from '#shared/contracts/catalog'
import { pictureNotOfShop } from './catalog-errors'
import { lockOwnProduct, type ProductRow } from './catalog-locks'
import { refreshListings } from './refresh-listings'

/** Sets the whole gallery of a product, in order. Every picture belongs to the product's shop. */
export function setProductImages(ctx: Context, actor: Actor, productId: string, input: ProductImages): Promise<void> {
  const images = productImagesSchema.parse(input)

  return inTransaction(ctx, async (ctx) => {
    const product = await lockOwnProduct(ctx, actor, productId)
    if (!(await replaceImages(ctx, product, images))) return

    await ctx.db
      .update(products)
      .set({ version: sql`${products.version} + 1`, updatedAt: ctx.now })
      .where(eq(products.id, productId))
    await refreshListings(ctx, [productId])
  })
}

/** Writes the gallery of a locked product and answers whether it was another one before. */
export async function replaceImages(ctx: Context, product: ProductRow, images: z.output<typeof productImagesSchema>): Promise<boolean> {
  const shown = await ctx.db
    .select({ fileId: productImages.fileId, alt: productImages.alt })
    .from(productImages)
    .where(eq(productImages.productId, product.id))
    .orderBy(asc(productImages.position))
  const wished = images.map(({ fileId, alt }) => ({ fileId, alt }))
  if (isDeepStrictEqual(shown, wished)) return false

  const found = await findFiles(
    ctx,
    images.map(({ fileId }) => fileId),
  )
  const own = new Set(found.filter((file) => file.ownerId === product.shopId && file.purpose === 'product_image').map(({ id }) => id))
  if (!images.every(({ fileId }) => own.has(fileId))) throw pictureNotOfShop()

  await ctx.db.delete(productImages).where(eq(productImages.productId, product.id))
  if (images.length > 0)
    await ctx.db.insert(productImages).values(wished.map((image, position) => ({ productId: product.id, position, ...image })))
  return true
}
