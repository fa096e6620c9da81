import { and, asc, eq, or } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { notAllowed, ownAccount, userNotFound } from './accounts-errors'
import type { UserRow } from './accounts-locks'
import { mayChangeUsers } from './accounts-policy'

/**
 * An account that an admin is about to change, locked together with those of all admins: of two who take each other's role
 * away one is refused, so one always stays. Throws `accounts.user_not_found`, `accounts.own_account` and, for whoever is no
 * admin any more, `accounts.not_allowed`.
 */
export async function lockUserToChange(ctx: Context, actor: Actor, userId: string): Promise<UserRow> {
  if (!mayChangeUsers(actor)) throw notAllowed()
  if (userId === actor.userId) throw ownAccount()

  const isAdmin = and(eq(users.role, 'admin'), eq(users.status, 'active'))
  const rows = await ctx.db
    .select()
    .from(users)
    .where(or(isAdmin, eq(users.id, userId)))
    .orderBy(asc(users.id))
    .for('update')
  if (actor.role === 'admin' && !rows.some(({ id, role, status }) => id === actor.userId && role === 'admin' && status === 'active'))
    throw notAllowed()

  const user = rows.find(({ id }) => id === userId)
  if (!user || user.status === 'erased') throw userNotFound()
  return user
}
