import { eq } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { UserStatus } from '#shared/lifecycles/user'
import { notAllowed, ownAccount, userNotFound } from './accounts-errors'
import { lockUser, type UserRow } from './accounts-locks'
import { maySetUserStatus } from './accounts-policy'
import { endSessionsOf } from './end-sessions'

/** Disables an account, which ends its sessions at once, or lets it in again. */
export function setUserStatus(ctx: Context, actor: Actor, userId: string, status: UserStatus): Promise<UserRow> {
  return inTransaction(ctx, async (ctx) => {
    const user = await lockUser(ctx, userId)
    if (!maySetUserStatus(actor)) throw notAllowed()
    if (!user || user.status === 'erased') throw userNotFound()
    if (user.id === actor.userId) throw ownAccount()
    if (user.status === status) return user

    const [changed] = await ctx.db.update(users).set({ status }).where(eq(users.id, userId)).returning()
    if (status === 'disabled') await endSessionsOf(ctx, userId)

    return changed!
  })
}
