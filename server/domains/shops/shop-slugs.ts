import { and, eq } from 'drizzle-orm'
import { shops, slugHistory } from '#db/schema'
import type { Context } from '#server/platform/context'
import { shopSlugSchema, type ShopSlugAnswer } from '#shared/contracts/shop-settings'
import { slugify } from '#shared/slugs'

/** Whether this leads to a shop, or once did. */
export async function wasShopSlug(ctx: Context, slug: string): Promise<boolean> {
  const [row] = await ctx.db
    .select({ slug: slugHistory.slug })
    .from(slugHistory)
    .where(and(eq(slugHistory.kind, 'shop'), eq(slugHistory.slug, slug)))
  return row !== undefined
}

/** The address that a wish comes to, and whether it can be had at this moment. */
export async function findShopSlug(ctx: Context, wished: string): Promise<ShopSlugAnswer> {
  const slug = slugify(wished)
  if (!shopSlugSchema.safeParse(slug).success) return { slug, isFree: false }

  const isTaken = (await ctx.db.$count(shops, eq(shops.slug, slug))) > 0 || (await wasShopSlug(ctx, slug))
  return { slug, isFree: !isTaken }
}
