import { eq } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { ConfirmTwoFactor } from '#shared/contracts/accounts'
import { codeNotMatching, notSignedIn, passwordUnchanged, twoFactorAlreadySetUp } from './accounts-errors'
import { lockUser } from './accounts-locks'
import { endSessionsOf } from './end-sessions'
import { openSession, type OpenedSession } from './open-session'
import { hashPassword, passwordFits } from './passwords'
import { offeredSecret, stepOfCode } from './totp'

/**
 * Sets up the second factor once a code proves that the app has the secret, and replaces the password that the
 * account was handed over with. Every session ends and a new one opens. Throws `accounts.code_not_matching`,
 * `accounts.password_unchanged`, `accounts.two_factor_set_up`.
 */
export async function confirmTwoFactor(
  ctx: Context,
  actor: Actor,
  input: ConfirmTwoFactor,
  userAgent: string | null,
): Promise<OpenedSession> {
  const { userId, sessionId } = actor
  if (!userId || !sessionId) throw notSignedIn()
  const [known] = await ctx.db.select().from(users).where(eq(users.id, userId))
  if (!known) throw notSignedIn()
  if (await passwordFits(input.newPassword, known.passwordHash)) throw passwordUnchanged()
  const passwordHash = await hashPassword(input.newPassword)

  return inTransaction(ctx, async (ctx) => {
    const user = await lockUser(ctx, userId)
    if (!user || user.passwordHash !== known.passwordHash) throw notSignedIn()
    if (user.totpSecret) throw twoFactorAlreadySetUp()

    const totpSecret = offeredSecret(ctx.config.secret, sessionId)
    const step = stepOfCode(totpSecret, input.code, ctx.now)
    if (step === null) throw codeNotMatching()

    const [secured] = await ctx.db
      .update(users)
      .set({ totpSecret, totpUsedStep: step, passwordHash })
      .where(eq(users.id, userId))
      .returning()
    await endSessionsOf(ctx, userId)

    return openSession(ctx, secured!, { address: actor.address, userAgent }, { persistent: false, twoFactor: true })
  })
}
