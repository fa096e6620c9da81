import { eq } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { OwnSettings } from '#shared/contracts/accounts'

/** What the pages of somebody signed in want to know besides who they are. */
export async function readOwnSettings(ctx: Context, userId: string): Promise<OwnSettings> {
  const [user] = await ctx.db.select({ timeZone: users.timeZone, erasureDueAt: users.erasureDueAt }).from(users).where(eq(users.id, userId))
  return { timeZone: user?.timeZone ?? null, erasureDueAt: user?.erasureDueAt?.toISOString() ?? null }
}
