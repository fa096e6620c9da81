import { eq } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { ChangePassword } from '#shared/contracts/passwords'
import { notSignedIn, passwordSame } from './accounts-errors'
import { endEmailTokens } from './email-tokens'
import type { OpenedSession } from './open-session'
import { hashPassword } from './passwords'
import { lockProven, provePassword } from './prove-identity'
import { refuseWeakPassword } from './refuse-weak-password'
import { rotateSession } from './rotate-session'
import { tellOwner } from './tell-owner'

/**
 * Replaces one's password, which is asked for. Every session ends and the browser at hand gets a new one. Throws
 * `accounts.password_wrong`, `accounts.password_same`, `accounts.password_…`.
 */
export async function changePassword(ctx: Context, actor: Actor, { password, newPassword }: ChangePassword): Promise<OpenedSession> {
  const { sessionId } = actor
  if (!sessionId) throw notSignedIn()
  const known = await provePassword(ctx, actor, password)
  if (newPassword.normalize('NFKC') === password.normalize('NFKC')) throw passwordSame()
  refuseWeakPassword(ctx, newPassword, known)
  const passwordHash = await hashPassword(newPassword)

  return inTransaction(ctx, async (ctx) => {
    const user = await lockProven(ctx, known)

    await ctx.db.update(users).set({ passwordHash }).where(eq(users.id, user.id))
    await endEmailTokens(ctx, user.id)
    const opened = await rotateSession(ctx, user, sessionId, { twoFactor: actor.twoFactor })

    await tellOwner(ctx, actor, user, { what: 'password_changed' })
    return opened
  })
}
