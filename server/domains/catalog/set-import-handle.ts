import { eq } from 'drizzle-orm'
import { products } from '#db/schema'
import type { Context } from '#server/platform/context'

/** Remembers what an import calls a product, by which the next one finds it. Inside the transaction that makes the product. */
export async function setImportHandle(ctx: Context, productId: string, importHandle: string): Promise<void> {
  await ctx.db.update(products).set({ importHandle }).where(eq(products.id, productId))
}
