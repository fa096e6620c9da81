import { eq } from 'drizzle-orm'
import { sessions } from '#db/schema'
import type { Context } from '#server/platform/context'
import { endSession } from './end-sessions'
import { ABSOLUTE, luciaFor } from './lucia'
import { isPersistentToken, sessionIdOf } from './session-token'
import { signedIn, type SignedInBrowser } from './signed-in'

/** How exact `lastSeenAt` is: a session writes it at most this often. */
const SEEN_EVERY_MS = 60_000

/**
 * Whose token this is; null when its session has ended or never was. One query, and now and then one more to move the
 * idle end or to note that it was seen.
 */
export async function findSession(ctx: Context, token: string): Promise<SignedInBrowser | null> {
  const { session, user } = await luciaFor(ctx, isPersistentToken(token)).validateSession(sessionIdOf(token))
  if (!session) return null

  const absoluteMs = (session.persistent ? ABSOLUTE.persistent : ABSOLUTE.brief).milliseconds()
  if (user.status !== 'active' || session.createdAt.getTime() + absoluteMs <= ctx.now.getTime()) {
    await endSession(ctx, session.id)
    return null
  }

  if (!session.lastSeenAt || ctx.now.getTime() - session.lastSeenAt.getTime() >= SEEN_EVERY_MS)
    await ctx.db.update(sessions).set({ lastSeenAt: ctx.now }).where(eq(sessions.id, session.id))

  return signedIn(session, user)
}
