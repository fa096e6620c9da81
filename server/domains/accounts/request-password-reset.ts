import { and, eq } from 'drizzle-orm'
import { emailTokens, users } from '#db/schema'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { RequestPasswordReset } from '#shared/contracts/passwords'
import { mayMail } from './account-mail-limit'
import { issueEmailToken } from './email-tokens'

/** Notes that somebody cannot sign in. Whether the address has an account is looked up by a job, so it cannot show. */
export const requestPasswordReset = (ctx: Context, { email }: RequestPasswordReset): Promise<void> =>
  ctx.queue.send(ctx.db, 'accounts.offer-password-reset', { email, tokenId: ctx.newId() })

/** Mails a link to choose a new password to the owner of the address, if it has one. Repeating it makes no second link. */
export async function offerPasswordReset(ctx: Context, { email, tokenId }: { email: string; tokenId: string }): Promise<void> {
  const [user] = await ctx.db
    .select({ id: users.id, email: users.email })
    .from(users)
    .where(and(eq(users.email, email), eq(users.status, 'active')))
  const [made] = await ctx.db.select({ id: emailTokens.id }).from(emailTokens).where(eq(emailTokens.id, tokenId))
  if (!user || made || !(await mayMail(ctx, user.email))) return

  await inTransaction(ctx, (ctx) => issueEmailToken(ctx, { id: tokenId, userId: user.id, purpose: 'reset', email: user.email }))
}
