import { and, desc, eq, gt } from 'drizzle-orm'
import { sessions } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { OwnSession } from '#shared/contracts/accounts'
import { notSignedIn } from './accounts-errors'

/** Where one is signed in, the newest first. */
export async function listSessions(ctx: Context, actor: Actor): Promise<OwnSession[]> {
  if (!actor.userId) throw notSignedIn()

  const rows = await ctx.db
    .select()
    .from(sessions)
    .where(and(eq(sessions.userId, actor.userId), gt(sessions.expiresAt, ctx.now)))
    .orderBy(desc(sessions.createdAt), desc(sessions.id))
  return rows.map(({ id, createdAt, userAgent, ip, lastSeenAt }) => ({
    id,
    createdAt: createdAt.toISOString(),
    userAgent,
    address: ip,
    lastSeenAt: (lastSeenAt ?? createdAt).toISOString(),
    current: id === actor.sessionId,
  }))
}
