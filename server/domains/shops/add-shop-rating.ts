import { eq, sql } from 'drizzle-orm'
import { shops } from '#db/schema'
import type { Context } from '#server/platform/context'
import { pageTag, purgeTags } from '#server/platform/cache/page-tags'

/** Counts one more review of a product of the shop; inside the transaction that writes the review. */
export async function addShopRating(ctx: Context, shopId: string, rating: number): Promise<void> {
  await ctx.db
    .update(shops)
    .set({ ratingSum: sql`${shops.ratingSum} + ${rating}`, ratingCount: sql`${shops.ratingCount} + 1` })
    .where(eq(shops.id, shopId))
  await purgeTags(ctx, [pageTag.shop(shopId)])
}
