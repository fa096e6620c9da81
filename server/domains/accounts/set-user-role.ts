import { eq } from 'drizzle-orm'
import { users } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { UserRoleChange } from '#shared/contracts/accounts'
import type { UserRow } from './accounts-locks'
import { endSessionsOf } from './end-sessions'
import { lockUserToChange } from './lock-user-to-change'

/**
 * Gives somebody another role in the marketplace and signs them out, so that no session keeps what was granted before.
 * Throws what `lockUserToChange` throws.
 */
export function setUserRole(ctx: Context, actor: Actor, userId: string, { role, reason }: UserRoleChange): Promise<UserRow> {
  return inTransaction(ctx, async (ctx) => {
    const user = await lockUserToChange(ctx, actor, userId)
    if (user.role === role) return user

    const [changed] = await ctx.db.update(users).set({ role }).where(eq(users.id, userId)).returning()
    await endSessionsOf(ctx, userId)

    const subject = { type: 'user', id: userId }
    await recordAudit(ctx, actor, { action: 'accounts.role_changed', subject, details: { from: user.role, to: role, reason } })
    return changed!
  })
}
