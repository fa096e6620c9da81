import { eq } from 'drizzle-orm'
import { users } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { UserStatusChange } from '#shared/contracts/accounts'
import type { UserRow } from './accounts-locks'
import { endSessionsOf } from './end-sessions'
import { lockUserToChange } from './lock-user-to-change'

/** Disables an account, which ends its sessions at once, or lets it in again. Throws what `lockUserToChange` throws. */
export function setUserStatus(ctx: Context, actor: Actor, userId: string, { status, reason }: UserStatusChange): Promise<UserRow> {
  return inTransaction(ctx, async (ctx) => {
    const user = await lockUserToChange(ctx, actor, userId)
    if (user.status === status) return user

    const [changed] = await ctx.db.update(users).set({ status }).where(eq(users.id, userId)).returning()
    if (status === 'disabled') await endSessionsOf(ctx, userId)

    const subject = { type: 'user', id: userId }
    await recordAudit(ctx, actor, { action: 'accounts.status_changed', subject, details: { from: user.status, to: status, reason } })
    return changed!
  })
}
