import { eq } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { ConfirmTwoFactor } from '#shared/contracts/accounts'
import { notAllowed, notSignedIn, passwordUnchanged, twoFactorAlreadySetUp } from './accounts-errors'
import { needsTwoFactor } from './accounts-policy'
import { hashPassword, passwordFits } from './passwords'
import { lockProven } from './prove-identity'
import { newRecoveryCodes } from './recovery-codes'
import { refuseWeakPassword } from './refuse-weak-password'
import { secure, type TwoFactorOpened } from './turn-on-two-factor'

/**
 * Sets up the second factor that a role needs, and replaces the password that the account was handed over with. Every
 * session ends and a new one opens. Throws `accounts.code_not_matching`, `accounts.password_unchanged`,
 * `accounts.two_factor_set_up`.
 */
export async function confirmTwoFactor(ctx: Context, actor: Actor, input: ConfirmTwoFactor): Promise<TwoFactorOpened> {
  const { userId } = actor
  if (!userId) throw notSignedIn()
  const [known] = await ctx.db.select().from(users).where(eq(users.id, userId))
  if (!known) throw notSignedIn()
  // A password is not replaced without the old one but where it was handed over: everybody else turns it on by theirs.
  if (!needsTwoFactor(known.role)) throw notAllowed()
  if (known.totpSecret) throw twoFactorAlreadySetUp()
  if (await passwordFits(input.newPassword, known.passwordHash)) throw passwordUnchanged()
  refuseWeakPassword(ctx, input.newPassword, known)
  const passwordHash = await hashPassword(input.newPassword)
  const recovery = await newRecoveryCodes(userId)

  return inTransaction(ctx, async (ctx) => {
    const user = await lockProven(ctx, known)
    return secure(ctx, actor, user, { code: input.code, recovery, passwordHash })
  })
}
