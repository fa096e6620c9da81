import { and, eq, gt, inArray } from 'drizzle-orm'
import { productImages, products, variants } from '#db/schema'
import type { Context } from '#server/platform/context'

/** The products that these variants belong to. */
export async function productsOfVariants(ctx: Context, variantIds: readonly string[]): Promise<string[]> {
  if (variantIds.length === 0) return []
  const rows = await ctx.db
    .selectDistinct({ id: variants.productId })
    .from(variants)
    .where(inArray(variants.id, [...variantIds]))
  return rows.map(({ id }) => id)
}

/** The products that show a picture. */
export async function productsShowing(ctx: Context, fileId: string): Promise<string[]> {
  const rows = await ctx.db.selectDistinct({ id: productImages.productId }).from(productImages).where(eq(productImages.fileId, fileId))
  return rows.map(({ id }) => id)
}

/** The live products of a shop in ascending order, at most `limit` after the given one. */
export async function liveProductsOfShop(ctx: Context, shopId: string, after: string | null, limit: number): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: products.id })
    .from(products)
    .where(and(eq(products.shopId, shopId), eq(products.status, 'live'), after ? gt(products.id, after) : undefined))
    .orderBy(products.id)
    .limit(limit)
  return rows.map(({ id }) => id)
}
