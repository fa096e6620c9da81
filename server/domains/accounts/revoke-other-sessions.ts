import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { notSignedIn } from './accounts-errors'
import { endSessionsOf } from './end-sessions'

/** Signs out everywhere but here, programs included; the sockets of those sessions close too. */
export async function revokeOtherSessions(ctx: Context, actor: Actor): Promise<void> {
  const { userId, sessionId } = actor
  if (!userId) throw notSignedIn()

  await inTransaction(ctx, async (ctx) => {
    const ended = await endSessionsOf(ctx, userId, sessionId ?? undefined)
    if (ended === 0) return

    await recordAudit(ctx, actor, {
      action: 'accounts.other_sessions_revoked',
      subject: { type: 'user', id: userId },
      details: { sessions: ended },
    })
  })
}
