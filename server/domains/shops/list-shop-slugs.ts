import { asc, eq } from 'drizzle-orm'
import { shops } from '#db/schema'
import type { Context } from '#server/platform/context'

/** The addresses of active shops, the oldest first. */
export async function listShopSlugs(ctx: Context, limit: number): Promise<string[]> {
  const rows = await ctx.db.select({ slug: shops.slug }).from(shops).where(eq(shops.status, 'active')).orderBy(asc(shops.id)).limit(limit)
  return rows.map(({ slug }) => slug)
}
