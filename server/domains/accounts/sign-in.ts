import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { SignIn } from '#shared/contracts/accounts'
import { needsTwoFactor } from './accounts-policy'
import { endSession } from './end-sessions'
import { openSession, type OpenedSession } from './open-session'
import { proveCredentials } from './prove-credentials'

/** Signs in and ends the session the browser had. Throws what `proveCredentials` throws. */
export async function signIn(ctx: Context, actor: Actor, input: SignIn, userAgent: string | null): Promise<OpenedSession> {
  const lockProven = await proveCredentials(ctx, actor, input)

  return inTransaction(ctx, async (ctx) => {
    const user = await lockProven(ctx)

    if (actor.sessionId) await endSession(ctx, actor.sessionId)
    return openSession(
      ctx,
      user,
      { address: actor.address, userAgent },
      { persistent: input.persistent && !needsTwoFactor(user.role), twoFactor: user.totpSecret !== null },
    )
  })
}
