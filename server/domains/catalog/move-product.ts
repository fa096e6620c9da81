import { and, eq } from 'drizzle-orm'
import { products } from '#db/schema'
import type { Context } from '#server/platform/context'
import { canMoveProduct, type ProductStatus } from '#shared/lifecycles/product'
import { productCannotBecome } from './catalog-errors'
import type { ProductRow } from './catalog-locks'
import { refreshListings } from './refresh-listings'

/** Moves a locked product to another state and lists it or takes it off the lists, in the same transaction. */
export async function moveProduct(ctx: Context, product: ProductRow, to: ProductStatus): Promise<ProductRow> {
  if (!canMoveProduct(product.status, to)) throw productCannotBecome(product.status, to)

  const firstPublished = to === 'live' && !product.publishedAt ? { publishedAt: ctx.now } : {}
  const [moved] = await ctx.db
    .update(products)
    .set({ status: to, updatedAt: ctx.now, ...firstPublished })
    .where(and(eq(products.id, product.id), eq(products.status, product.status)))
    .returning()
  if (!moved) throw productCannotBecome(product.status, to)

  await refreshListings(ctx, [product.id])
  return moved
}
