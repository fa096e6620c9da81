import { and, eq, isNull, lt, or } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { SignIn } from '#shared/contracts/accounts'
import { codeRequired, codeUsed, codeWrong, credentialsWrong } from './accounts-errors'
import { lockUser, type UserRow } from './accounts-locks'
import { needsTwoFactor } from './accounts-policy'
import { endSession } from './end-sessions'
import { openSession, type OpenedSession } from './open-session'
import { passwordFits } from './passwords'
import { stepOfCode } from './totp'

/**
 * Signs in and ends the session the browser had. Throws `accounts.credentials_wrong` for whatever is wrong with
 * address or password, then `accounts.code_required`, `accounts.code_wrong` or `accounts.code_used`.
 */
export async function signIn(ctx: Context, actor: Actor, input: SignIn, userAgent: string | null): Promise<OpenedSession> {
  const [known] = await ctx.db.select().from(users).where(eq(users.email, input.email))
  const fits = await passwordFits(input.password, known?.passwordHash ?? null)
  if (!known || !fits) throw credentialsWrong()

  return inTransaction(ctx, async (ctx) => {
    const user = await lockUser(ctx, known.id)
    if (!user || user.status !== 'active' || user.passwordHash !== known.passwordHash) throw credentialsWrong()

    if (user.totpSecret) await useCode(ctx, user, user.totpSecret, input.code)
    if (actor.sessionId) await endSession(ctx, actor.sessionId)

    return openSession(
      ctx,
      user,
      { address: actor.address, userAgent },
      { persistent: input.persistent && !needsTwoFactor(user.role), twoFactor: user.totpSecret !== null },
    )
  })
}

/** Each code opens one session: its step must be later than the last one used. */
async function useCode(ctx: Context, user: UserRow, secret: string, code: string | undefined): Promise<void> {
  if (!code) throw codeRequired()
  const step = stepOfCode(secret, code, ctx.now)
  if (step === null) throw codeWrong()

  const used = await ctx.db
    .update(users)
    .set({ totpUsedStep: step })
    .where(and(eq(users.id, user.id), or(isNull(users.totpUsedStep), lt(users.totpUsedStep, step))))
    .returning({ id: users.id })
  if (used.length === 0) throw codeUsed()
}
