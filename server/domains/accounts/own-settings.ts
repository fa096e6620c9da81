import { eq } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { OwnSettings } from '#shared/contracts/accounts'
import { avatarOf } from './get-profile'

/** What the pages of somebody signed in want to know besides who they are. */
export async function readOwnSettings(ctx: Context, userId: string): Promise<OwnSettings> {
  const { name, avatarFileId, timeZone, erasureDueAt } = users
  const [user] = await ctx.db.select({ name, avatarFileId, timeZone, erasureDueAt }).from(users).where(eq(users.id, userId))
  return {
    avatar: user ? await avatarOf(ctx, user) : null,
    timeZone: user?.timeZone ?? null,
    erasureDueAt: user?.erasureDueAt?.toISOString() ?? null,
  }
}
