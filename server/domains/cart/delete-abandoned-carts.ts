import { and, isNotNull, lt } from 'drizzle-orm'
import { carts } from '#db/schema'
import type { Context } from '#server/platform/context'

/** As long as the cookie of a guest's cart lives. */
const GUEST_DAYS = 30

/** Clears away guests' carts that no browser can open any more. */
export async function deleteAbandonedCarts(ctx: Context): Promise<void> {
  const longAgo = new Date(ctx.now.getTime() - GUEST_DAYS * 24 * 60 * 60 * 1000)
  await ctx.db.delete(carts).where(and(isNotNull(carts.guestKey), lt(carts.updatedAt, longAgo)))
}
