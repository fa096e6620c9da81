import { eq } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { SignIn } from '#shared/contracts/accounts'
import { mayMail } from './account-mail-limit'
import { credentialsWrong } from './accounts-errors'
import { lockUser, type UserRow } from './accounts-locks'
import { hasLiveEmailToken, issueEmailToken } from './email-tokens'
import { passwordFits } from './passwords'
import { readSecondFactor, takeSecondFactor } from './second-factor'

export type Credentials = Pick<SignIn, 'email' | 'password' | 'code' | 'recoveryCode'>

/**
 * Checks what somebody signs in with, whether at a browser or as a program. What it returns locks the account, inside
 * the transaction, and uses the code up. Throws `accounts.credentials_wrong` for whatever is wrong with address or
 * password and for an account that has not opened yet, then whatever is wrong with the second factor, see `takeSecondFactor`.
 */
export async function proveCredentials(ctx: Context, actor: Actor, input: Credentials): Promise<(ctx: Context) => Promise<UserRow>> {
  const [known] = await ctx.db.select().from(users).where(eq(users.email, input.email))
  const fits = await passwordFits(input.password, known?.passwordHash ?? null)
  if (!known || !fits) throw credentialsWrong()
  if (!known.emailVerifiedAt) return refuseUnverified(ctx, known)
  const shown = known.totpSecret ? await readSecondFactor(ctx, known.id, input) : {}

  return async (ctx) => {
    const user = await lockUser(ctx, known.id)
    if (!user || user.status !== 'active' || user.passwordHash !== known.passwordHash) throw credentialsWrong()

    if (user.totpSecret) await takeSecondFactor(ctx, actor, user, shown)
    return user
  }
}

/**
 * An account opens when its address is verified. Until then it answers as if there were none, else registering would tell
 * who has an account; but its owner gets the mail again where the last one is too old.
 */
async function refuseUnverified(ctx: Context, user: UserRow): Promise<never> {
  if (user.status === 'active' && !(await hasLiveEmailToken(ctx, user.id, 'verify')) && (await mayMail(ctx, user.email)))
    await inTransaction(ctx, (ctx) => issueEmailToken(ctx, { id: ctx.newId(), userId: user.id, purpose: 'verify', email: user.email }))
  throw credentialsWrong()
}
