import { eq } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { SignIn } from '#shared/contracts/accounts'
import { credentialsWrong } from './accounts-errors'
import { lockUser } from './accounts-locks'
import { needsTwoFactor } from './accounts-policy'
import { endSession } from './end-sessions'
import { openSession, type OpenedSession } from './open-session'
import { passwordFits } from './passwords'
import { readSecondFactor, takeSecondFactor } from './second-factor'

/**
 * Signs in and ends the session the browser had. Throws `accounts.credentials_wrong` for whatever is wrong with
 * address or password, then whatever is wrong with the second factor, see `takeSecondFactor`.
 */
export async function signIn(ctx: Context, actor: Actor, input: SignIn, userAgent: string | null): Promise<OpenedSession> {
  const [known] = await ctx.db.select().from(users).where(eq(users.email, input.email))
  const fits = await passwordFits(input.password, known?.passwordHash ?? null)
  if (!known || !fits) throw credentialsWrong()
  const shown = known.totpSecret ? await readSecondFactor(ctx, known.id, input) : {}

  return inTransaction(ctx, async (ctx) => {
    const user = await lockUser(ctx, known.id)
    if (!user || user.status !== 'active' || user.passwordHash !== known.passwordHash) throw credentialsWrong()

    if (actor.sessionId) await endSession(ctx, actor.sessionId)
    const opened = await openSession(
      ctx,
      user,
      { address: actor.address, userAgent },
      { persistent: input.persistent && !needsTwoFactor(user.role), twoFactor: user.totpSecret !== null },
    )

    if (user.totpSecret) await takeSecondFactor(ctx, actor, user, shown)
    return opened
  })
}
