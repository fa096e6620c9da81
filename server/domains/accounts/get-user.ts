import { count, eq } from 'drizzle-orm'
import { sessions, users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { notAllowed, userNotFound } from './accounts-errors'
import type { UserRow } from './accounts-locks'
import { mayListUsers } from './accounts-policy'

/** One user and how many browsers they are signed in with. Throws `accounts.user_not_found`. */
export async function getUser(ctx: Context, actor: Actor, userId: string): Promise<{ user: UserRow; sessionCount: number }> {
  if (!mayListUsers(actor)) throw notAllowed()

  const [user] = await ctx.db.select().from(users).where(eq(users.id, userId))
  if (!user) throw userNotFound()

  const [open] = await ctx.db.select({ sessions: count() }).from(sessions).where(eq(sessions.userId, userId))
  return { user, sessionCount: open!.sessions }
}
