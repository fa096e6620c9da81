import { eq } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { ResetPassword } from '#shared/contracts/passwords'
import { emailTokenOver } from './accounts-errors'
import { lockUser } from './accounts-locks'
import { endEmailTokens, findEmailToken, takeEmailToken } from './email-tokens'
import { endSessionsOf } from './end-sessions'
import { hashPassword } from './passwords'
import { refuseWeakPassword } from './refuse-weak-password'
import { tellOwner } from './tell-owner'
import { markVerified } from './verify-address'

/**
 * Sets the password anew by a mailed link and ends every access to the account. It does not sign in: who has a second
 * factor is asked for it as ever. Returns whose account it is. Throws `accounts.email_token_over`, `accounts.password_…`.
 */
export async function resetPassword(ctx: Context, actor: Actor, { token, newPassword }: ResetPassword): Promise<{ userId: string }> {
  const row = await findEmailToken(ctx, token, ['reset'])
  const [known] = await ctx.db.select().from(users).where(eq(users.id, row.userId))
  if (!known) throw emailTokenOver()
  refuseWeakPassword(ctx, newPassword, known)
  const passwordHash = await hashPassword(newPassword)

  return inTransaction(ctx, async (ctx) => {
    const user = await lockUser(ctx, row.userId)
    if (!user || user.status !== 'active' || user.email !== row.email) throw emailTokenOver()
    await takeEmailToken(ctx, row)

    await ctx.db.update(users).set({ passwordHash }).where(eq(users.id, user.id))
    await markVerified(ctx, user)
    await endSessionsOf(ctx, user.id)
    await endEmailTokens(ctx, user.id)

    await tellOwner(ctx, { ...actor, userId: user.id, role: user.role }, user, { what: 'password_reset' })
    return { userId: user.id }
  })
}
