import { eq, sql } from 'drizzle-orm'
import { products } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { renameProductSchema, type RenameProduct } from '#shared/contracts/catalog'
import { lockOwnProduct, type ProductRow } from './catalog-locks'
import { namingClashes } from './name-clashes'
import { leaveAddress } from './product-address'
import { refreshListings } from './refresh-listings'

/** Gives a product another title and address; the old address leads to the new one. Throws `catalog.slug_taken`. */
export function renameProduct(ctx: Context, actor: Actor, productId: string, input: RenameProduct): Promise<ProductRow> {
  const { title, slug } = renameProductSchema.parse(input)

  return namingClashes(() =>
    inTransaction(ctx, async (ctx) => {
      const product = await lockOwnProduct(ctx, actor, productId)

      await leaveAddress(ctx, product, slug)
      const [renamed] = await ctx.db
        .update(products)
        .set({ title, slug, version: sql`${products.version} + 1`, updatedAt: ctx.now })
        .where(eq(products.id, productId))
        .returning()
      await refreshListings(ctx, [productId])
      return renamed!
    }),
  )
}
