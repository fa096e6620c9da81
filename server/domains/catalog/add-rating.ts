import { eq, sql } from 'drizzle-orm'
import { products } from '#db/schema'
import type { Context } from '#server/platform/context'

/** Counts one more review of a product; inside the transaction that writes the review. Returns the product's shop. */
export async function addRating(ctx: Context, productId: string, rating: number): Promise<string | null> {
  const [product] = await ctx.db
    .update(products)
    .set({ ratingSum: sql`${products.ratingSum} + ${rating}`, ratingCount: sql`${products.ratingCount} + 1` })
    .where(eq(products.id, productId))
    .returning({ shopId: products.shopId })
  if (!product) return null

  await ctx.queue.publish(ctx.db, 'product.changed', { productId })
  return product.shopId
}
