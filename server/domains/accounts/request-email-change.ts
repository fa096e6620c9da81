import { and, eq, isNotNull } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { RequestEmailChange } from '#shared/contracts/passwords'
import { mayMail } from './account-mail-limit'
import { emailSame } from './accounts-errors'
import { issueEmailToken } from './email-tokens'
import { lockProven, provePassword } from './prove-identity'
import { tellOwner } from './tell-owner'

/**
 * Asks for another address: a link goes to the new one and word of it to the present one. Nothing changes until the link
 * is opened. An address that has an account already is not told to who asks, but to its owner. Throws
 * `accounts.password_wrong`, `accounts.email_same`.
 */
export async function requestEmailChange(ctx: Context, actor: Actor, { email, password }: RequestEmailChange): Promise<void> {
  const known = await provePassword(ctx, actor, password)
  if (email.toLowerCase() === known.email.toLowerCase()) throw emailSame()
  const mails = await mayMail(ctx, email)

  await inTransaction(ctx, async (ctx) => {
    const user = await lockProven(ctx, known)
    const [owner] = await ctx.db
      .select({ id: users.id })
      .from(users)
      .where(and(eq(users.email, email), isNotNull(users.emailVerifiedAt)))

    const id = ctx.newId()
    if (mails && owner) await ctx.queue.send(ctx.db, 'accounts.mail-known-address', { email, noticeId: id })
    if (mails && !owner) await issueEmailToken(ctx, { id, userId: user.id, purpose: 'change', email })

    await tellOwner(ctx, actor, user, { what: 'email_change_requested' })
  })
}
