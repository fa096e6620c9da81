import { eq } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { TurnOnTwoFactor } from '#shared/contracts/second-factor'
import { codeNotMatching, notSignedIn, secondFactorMissing, twoFactorAlreadySetUp } from './accounts-errors'
import type { UserRow } from './accounts-locks'
import { needsTwoFactor } from './accounts-policy'
import type { OpenedSession } from './open-session'
import { lockProven, provePassword } from './prove-identity'
import { newRecoveryCodes, storeRecoveryCodes, type NewRecoveryCodes } from './recovery-codes'
import { rotateSession } from './rotate-session'
import { tellOwner } from './tell-owner'
import { offeredSecret, stepOfCode } from './totp'

/** A session that has shown a second factor, and the codes for when the phone is lost. */
export interface TwoFactorOpened {
  opened: OpenedSession
  recoveryCodes: string[]
}

/**
 * Turns two-factor sign-in on once a code proves that the app has the secret. Every session ends and a new one opens.
 * Throws `accounts.password_wrong`, `accounts.code_not_matching`, `accounts.two_factor_set_up`.
 */
export async function turnOnTwoFactor(ctx: Context, actor: Actor, input: TurnOnTwoFactor): Promise<TwoFactorOpened> {
  const known = await provePassword(ctx, actor, input.password)
  const recovery = await newRecoveryCodes(known.id)

  return inTransaction(ctx, async (ctx) => {
    const user = await lockProven(ctx, known)
    // Whoever has to have one also replaces the password that was handed over: `confirmTwoFactor`.
    if (needsTwoFactor(user.role) && !user.totpSecret) throw secondFactorMissing()

    return secure(ctx, actor, user, { code: input.code, recovery })
  })
}

/** Stores the offered secret, proven by a code, and whatever else changes with it. The user's row is locked. */
export async function secure(
  ctx: Context,
  actor: Actor,
  user: UserRow,
  { code, recovery, ...change }: { code: string; recovery: NewRecoveryCodes; passwordHash?: string },
): Promise<TwoFactorOpened> {
  if (!actor.sessionId) throw notSignedIn()
  if (user.totpSecret) throw twoFactorAlreadySetUp()
  const totpSecret = offeredSecret(ctx.config.secret, actor.sessionId)
  const step = stepOfCode(totpSecret, code, ctx.now)
  if (step === null) throw codeNotMatching()

  const [secured] = await ctx.db
    .update(users)
    .set({ ...change, totpSecret, totpUsedStep: step })
    .where(eq(users.id, user.id))
    .returning()
  await storeRecoveryCodes(ctx, user.id, recovery)
  const opened = await rotateSession(ctx, secured!, actor.sessionId, { twoFactor: true })

  await tellOwner(ctx, actor, secured!, { what: 'two_factor_on' })
  return { opened, recoveryCodes: recovery.codes }
}
