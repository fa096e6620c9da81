import { and, eq, gt, inArray, ne, type SQL } from 'drizzle-orm'
import { sessions } from '#db/schema'
import type { Context } from '#server/platform/context'
import { revokeTokensOf } from './revoke-tokens'

/** On this channel of the bus every node hears which sessions ended, and closes their sockets. */
export const SESSIONS_CHANNEL = 'sessions'
export interface SessionsEnded {
  sessionIds: string[]
}

export const endSession = (ctx: Context, sessionId: string) => endSessions(ctx, eq(sessions.id, sessionId))

/**
 * Ends every session of a user, except perhaps the one at hand, and the access of every program that signed in; tells how
 * many sessions. API keys stand, since they were not made of the password.
 */
export async function endSessionsOf(ctx: Context, userId: string, exceptId?: string): Promise<number> {
  await revokeTokensOf(ctx, userId)
  return endSessions(ctx, exceptId ? and(eq(sessions.userId, userId), ne(sessions.id, exceptId))! : eq(sessions.userId, userId))
}

async function endSessions(ctx: Context, which: SQL): Promise<number> {
  const ended = await ctx.db.delete(sessions).where(which).returning({ id: sessions.id })
  if (ended.length === 0) return 0

  const announce = () => ctx.bus.publish(SESSIONS_CHANNEL, { sessionIds: ended.map(({ id }) => id) } satisfies SessionsEnded)
  if (ctx.afterCommit) ctx.afterCommit(announce)
  else await announce()
  return ended.length
}

/** Which of these sessions still stand and have not run out: for a node that may have missed an announcement. */
export async function liveSessions(ctx: Context, sessionIds: readonly string[]): Promise<Set<string>> {
  if (sessionIds.length === 0) return new Set()
  const rows = await ctx.db
    .select({ id: sessions.id })
    .from(sessions)
    .where(and(inArray(sessions.id, [...sessionIds]), gt(sessions.expiresAt, ctx.now)))
  return new Set(rows.map(({ id }) => id))
}
