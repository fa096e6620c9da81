import { eq } from 'drizzle-orm'
import { sessions } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { UserRow } from './accounts-locks'
import { needsTwoFactor } from './accounts-policy'
import { endSessionsOf } from './end-sessions'
import { openSession, type OpenedSession } from './open-session'

/**
 * Ends every session of a user and opens a new one for the browser at hand: after a change of what a session may do, no
 * id from before it is worth anything.
 */
export async function rotateSession(
  ctx: Context,
  user: UserRow,
  sessionId: string,
  options: { twoFactor: boolean },
): Promise<OpenedSession> {
  const [before] = await ctx.db.select().from(sessions).where(eq(sessions.id, sessionId))
  await endSessionsOf(ctx, user.id)

  const browser = { address: before?.ip ?? null, userAgent: before?.userAgent ?? null }
  const persistent = before?.persistent === true && !needsTwoFactor(user.role)
  return openSession(ctx, user, browser, { persistent, ...options })
}
