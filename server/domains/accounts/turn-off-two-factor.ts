import { eq } from 'drizzle-orm'
import { recoveryCodes, users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { TurnOffTwoFactor } from '#shared/contracts/second-factor'
import { notSignedIn, twoFactorObligatory } from './accounts-errors'
import { needsTwoFactor } from './accounts-policy'
import type { OpenedSession } from './open-session'
import { lockProven, provePassword } from './prove-identity'
import { rotateSession } from './rotate-session'
import { readSecondFactor, takeSecondFactor } from './second-factor'
import { tellOwner } from './tell-owner'

/**
 * Turns two-factor sign-in off, with the recovery codes; never for a role that needs it. Every session ends and a new one
 * opens. Throws `accounts.two_factor_obligatory`, `accounts.two_factor_not_set_up` and what is wrong with either proof.
 */
export async function turnOffTwoFactor(ctx: Context, actor: Actor, input: TurnOffTwoFactor): Promise<OpenedSession> {
  const { sessionId } = actor
  if (!sessionId) throw notSignedIn()
  const known = await provePassword(ctx, actor, input.password)
  if (needsTwoFactor(known.role)) throw twoFactorObligatory()
  const shown = await readSecondFactor(ctx, known.id, input)

  return inTransaction(ctx, async (ctx) => {
    const user = await lockProven(ctx, known)
    if (needsTwoFactor(user.role)) throw twoFactorObligatory()
    await takeSecondFactor(ctx, actor, user, shown)

    const [changed] = await ctx.db.update(users).set({ totpSecret: null, totpUsedStep: null }).where(eq(users.id, user.id)).returning()
    await ctx.db.delete(recoveryCodes).where(eq(recoveryCodes.userId, user.id))
    const opened = await rotateSession(ctx, changed!, sessionId, { twoFactor: false })

    await tellOwner(ctx, actor, changed!, { what: 'two_factor_off' })
    return opened
  })
}
