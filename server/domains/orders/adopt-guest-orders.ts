import { and, eq, isNull, sql } from 'drizzle-orm'
import { orderGroups, users } from '#db/schema'
import type { Context } from '#server/platform/context'

/** Makes somebody the buyer of what they bought as a guest under their address, if it is proven to be theirs. */
export async function adoptGuestOrders(ctx: Context, userId: string): Promise<void> {
  const [user] = await ctx.db.select().from(users).where(eq(users.id, userId))
  if (!user?.emailVerifiedAt || user.status !== 'active') return

  await ctx.db
    .update(orderGroups)
    .set({ userId: user.id })
    .where(and(isNull(orderGroups.userId), sql`lower(${orderGroups.email}) = ${user.email.toLowerCase()}`))
}
