import { and, eq, isNull, ne } from 'drizzle-orm'
import { users } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { emailTaken, emailTokenOver } from './accounts-errors'
import { lockUser } from './accounts-locks'
import { endEmailTokens, findEmailToken, issueEmailToken, takeEmailToken } from './email-tokens'
import { endSessionsOf } from './end-sessions'

/**
 * Makes the address that a link was mailed to the account's own and ends every other access. The address before gets a
 * link that takes the change back, by which this is called again; that one ends the session at hand too. Throws
 * `accounts.email_token_over`, `accounts.email_taken`.
 */
export async function confirmEmailChange(ctx: Context, actor: Actor, token: string): Promise<{ email: string; restored: boolean }> {
  const row = await findEmailToken(ctx, token, ['change', 'restore'])
  const restored = row.purpose === 'restore'

  return inTransaction(ctx, async (ctx) => {
    const user = await lockUser(ctx, row.userId)
    if (!user || user.status !== 'active') throw emailTokenOver()
    await takeEmailToken(ctx, row)
    await giveUpUnproven(ctx, row.email, user.id)

    await ctx.db.update(users).set({ email: row.email, emailVerifiedAt: ctx.now }).where(eq(users.id, user.id))
    await endEmailTokens(ctx, user.id)
    await endSessionsOf(ctx, user.id, !restored && actor.userId === user.id ? actor.sessionId! : undefined)
    if (restored) await endEmailTokens(ctx, user.id, 'restore')
    else await issueEmailToken(ctx, { id: ctx.newId(), userId: user.id, purpose: 'restore', email: user.email })

    await ctx.queue.publish(ctx.db, 'user.email_verified', { userId: user.id })
    const owner: Actor = { ...actor, userId: user.id, role: user.role }
    const action = restored ? 'accounts.email_restored' : 'accounts.email_changed'
    await recordAudit(ctx, owner, { action, subject: { type: 'user', id: user.id } })
    return { email: row.email, restored }
  })
}

/** A registration that never proved the address makes way for who did. */
async function giveUpUnproven(ctx: Context, email: string, userId: string): Promise<void> {
  await ctx.db.delete(users).where(and(eq(users.email, email), isNull(users.emailVerifiedAt), ne(users.id, userId)))
  const [other] = await ctx.db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.email, email), ne(users.id, userId)))
  if (other) throw emailTaken()
}
