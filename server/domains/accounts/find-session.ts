import type { Context } from '#server/platform/context'
import { endSession } from './end-sessions'
import { ABSOLUTE, luciaFor } from './lucia'
import { isPersistentToken, sessionIdOf } from './session-token'
import { signedIn, type SignedIn } from './signed-in'

/** Whose token this is; null when its session has ended or never was. One query; lucia moves the idle end now and then. */
export async function findSession(ctx: Context, token: string): Promise<SignedIn | null> {
  const { session, user } = await luciaFor(ctx, isPersistentToken(token)).validateSession(sessionIdOf(token))
  if (!session) return null

  const absoluteMs = (session.persistent ? ABSOLUTE.persistent : ABSOLUTE.brief).milliseconds()
  if (user.status !== 'active' || session.createdAt.getTime() + absoluteMs <= ctx.now.getTime()) {
    await endSession(ctx, session.id)
    return null
  }

  return signedIn(session, user)
}
