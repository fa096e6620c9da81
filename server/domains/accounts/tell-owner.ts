import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { SecurityChange } from '#shared/lifecycles/user'
import type { UserRow } from './accounts-locks'

interface Told {
  what: SecurityChange
  passkeyName?: string
  recoveryCodesLeft?: number
  apiKeyName?: string
  device?: string
  address?: string
}

/** Writes a change of how an account is opened into the audit and has its owner told by mail. Call it last. */
export async function tellOwner(ctx: Context, actor: Actor, user: UserRow, { what, ...details }: Told): Promise<void> {
  await ctx.queue.publish(ctx.db, 'user.security_changed', { userId: user.id, noticeId: ctx.newId(), what, ...details })
  // At sign-in the actor is still a visitor, but it is the owner who acts.
  const owner: Actor = actor.userId ? actor : { ...actor, userId: user.id, role: user.role }
  await recordAudit(ctx, owner, { action: `accounts.${what}`, subject: { type: 'user', id: user.id }, details })
}
