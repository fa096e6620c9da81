import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { endSession } from './end-sessions'

/** Ends the session at hand; without one there is nothing to do. */
export async function signOut(ctx: Context, actor: Actor): Promise<void> {
  const { sessionId } = actor
  if (sessionId) await inTransaction(ctx, (ctx) => endSession(ctx, sessionId))
}
