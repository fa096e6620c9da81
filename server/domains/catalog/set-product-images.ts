import { eq } from 'drizzle-orm'
import { productImages, products } from '#db/schema'
import { findFiles } from '#server/domains/files'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { productImagesSchema, type ProductImages } from '#shared/contracts/catalog'
import { pictureNotOfShop } from './catalog-errors'
import { lockOwnProduct } from './catalog-locks'
import { refreshListings } from './refresh-listings'

/** Sets the whole gallery of a product, in order. Every picture belongs to the product's shop. */
export function setProductImages(ctx: Context, actor: Actor, productId: string, input: ProductImages): Promise<void> {
  const images = productImagesSchema.parse(input)

  return inTransaction(ctx, async (ctx) => {
    const product = await lockOwnProduct(ctx, actor, productId)
    const found = await findFiles(
      ctx,
      images.map(({ fileId }) => fileId),
    )
    const own = new Set(found.filter((file) => file.ownerId === product.shopId && file.purpose === 'product_image').map(({ id }) => id))
    if (!images.every(({ fileId }) => own.has(fileId))) throw pictureNotOfShop()

    await ctx.db.delete(productImages).where(eq(productImages.productId, productId))
    if (images.length > 0) await ctx.db.insert(productImages).values(images.map((image, position) => ({ productId, position, ...image })))
    await ctx.db.update(products).set({ updatedAt: ctx.now }).where(eq(products.id, productId))
    await refreshListings(ctx, [productId])
  })
}
