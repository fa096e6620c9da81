import { eq } from 'drizzle-orm'
import { shops } from '#db/schema'
import type { Context } from '#server/platform/context'

export type ShopRow = typeof shops.$inferSelect

/** The shop, locked until the transaction ends. */
export async function lockShop(ctx: Context, shopId: string): Promise<ShopRow | undefined> {
  const [shop] = await ctx.db.select().from(shops).where(eq(shops.id, shopId)).for('no key update')
  return shop
}
