import { count } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Context } from '#server/platform/context'

/** How many accounts there are. */
export async function countUsers(ctx: Context): Promise<number> {
  const [row] = await ctx.db.select({ users: count() }).from(users)
  return row!.users
}
