import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { Register } from '#shared/contracts/accounts'
import { endSession } from './end-sessions'
import { openAccount } from './open-account'
import { openSession, type OpenedSession } from './open-session'

/** Opens an account and signs in with it; the session the browser had ends. Throws `accounts.email_taken`. */
export async function register(ctx: Context, actor: Actor, input: Register, userAgent: string | null): Promise<OpenedSession> {
  const user = await openAccount(ctx, { ...input, verified: false })

  return inTransaction(ctx, async (ctx) => {
    if (actor.sessionId) await endSession(ctx, actor.sessionId)
    return openSession(ctx, user, { address: actor.address, userAgent }, { persistent: false, twoFactor: false })
  })
}
