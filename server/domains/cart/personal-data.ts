import { eq } from 'drizzle-orm'
import { cartLines, carts } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { PersonalData } from '#server/platform/personal-data'

/** What lies in somebody's cart and is saved beside it. */
export async function personalDataOf(ctx: Context, userId: string): Promise<PersonalData> {
  const { variantId, quantity, unitPriceSeenMinor, savedAt, createdAt } = cartLines
  return {
    carts: await ctx.db
      .select({ id: carts.id, createdAt: carts.createdAt, updatedAt: carts.updatedAt })
      .from(carts)
      .where(eq(carts.userId, userId)),
    cart_lines: await ctx.db
      .select({ variantId, quantity, unitPriceSeenMinor, savedAt, createdAt })
      .from(cartLines)
      .innerJoin(carts, eq(carts.id, cartLines.cartId))
      .where(eq(carts.userId, userId)),
  }
}

export async function erasePersonalData(ctx: Context, userId: string): Promise<void> {
  await ctx.db.delete(carts).where(eq(carts.userId, userId))
}
