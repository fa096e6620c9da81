import { and, eq } from 'drizzle-orm'
import { products, slugHistory } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction, sqlState } from '#server/platform/database/in-transaction'
import { renameProductSchema, type RenameProduct } from '#shared/contracts/catalog'
import { productSlugTaken } from './catalog-errors'
import { lockOwnProduct, type ProductRow } from './catalog-locks'
import { pastAddresses } from './product-address'
import { refreshListings } from './refresh-listings'

const UNIQUE_VIOLATION = '23505'

/** Gives a product another title and address; the old address leads to the new one. Throws `catalog.slug_taken`. */
export async function renameProduct(ctx: Context, actor: Actor, productId: string, input: RenameProduct): Promise<ProductRow> {
  const { title, slug } = renameProductSchema.parse(input)
  try {
    return await inTransaction(ctx, async (ctx) => {
      const product = await lockOwnProduct(ctx, actor, productId)
      const [past] = await pastAddresses(ctx, [slug])
      if (past && past.productId !== productId) throw productSlugTaken(slug)

      const [renamed] = await ctx.db.update(products).set({ title, slug, updatedAt: ctx.now }).where(eq(products.id, productId)).returning()
      if (past) await ctx.db.delete(slugHistory).where(and(eq(slugHistory.kind, 'product'), eq(slugHistory.slug, slug)))
      if (product.slug !== slug)
        await ctx.db.insert(slugHistory).values({ kind: 'product', slug: product.slug, targetId: productId, createdAt: ctx.now })
      await refreshListings(ctx, [productId])
      return renamed!
    })
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) throw productSlugTaken(slug)
    throw error
  }
}
