import { and, eq } from 'drizzle-orm'
import { sessions } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { notSignedIn } from './accounts-errors'
import { endSession } from './end-sessions'

/** Ends one of one's own sessions, wherever it is; its sockets close too. One that is not there, or not one's own, changes nothing. */
export async function revokeSession(ctx: Context, actor: Actor, sessionId: string): Promise<void> {
  const { userId } = actor
  if (!userId) throw notSignedIn()

  await inTransaction(ctx, async (ctx) => {
    const [own] = await ctx.db
      .select({ id: sessions.id })
      .from(sessions)
      .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId)))
      .for('update')
    if (!own) return

    await endSession(ctx, own.id)
    await recordAudit(ctx, actor, { action: 'accounts.session_revoked', subject: { type: 'user', id: userId } })
  })
}
