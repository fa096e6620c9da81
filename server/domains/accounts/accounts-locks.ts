import { eq } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Context } from '#server/platform/context'

export type UserRow = typeof users.$inferSelect

/** The user's row, kept from changing until the transaction ends; null when there is none. */
export async function lockUser(ctx: Context, userId: string): Promise<UserRow | null> {
  const [user] = await ctx.db.select().from(users).where(eq(users.id, userId)).for('update')
  return user ?? null
}
