import { and, eq, isNull, sql } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { Register } from '#shared/contracts/registration'
import { mayMail } from './account-mail-limit'
import type { UserRow } from './accounts-locks'
import { issueEmailToken } from './email-tokens'
import { endSessionsOf } from './end-sessions'
import { hashPassword } from './passwords'
import { sealPending } from './pending-registration'
import { refuseWeakPassword } from './refuse-weak-password'

/**
 * Asks for an account, which opens when its address is verified, and returns what the browser keeps until then. The same
 * happens, as far as one can see, for an address that has an account: its owner gets another mail. Throws
 * `accounts.password_…` for a weak password.
 */
export async function register(ctx: Context, input: Register): Promise<string> {
  refuseWeakPassword(ctx, input.password, input)
  const passwordHash = await hashPassword(input.password)
  const tokenId = ctx.newId()
  const mails = await mayMail(ctx, input.email)

  return inTransaction(ctx, async (ctx) => {
    const user = await claimAddress(ctx, input, passwordHash)
    if (user && mails) await issueEmailToken(ctx, { id: tokenId, userId: user.id, purpose: 'verify', email: user.email })
    if (!user && mails) await ctx.queue.send(ctx.db, 'accounts.mail-known-address', { email: input.email, noticeId: tokenId })

    return sealPending(ctx.config, { tokenId, askedAt: ctx.now, resends: 0 })
  })
}

/**
 * The account of an address that nobody has verified. What an earlier registration chose is replaced: it never opened, and
 * only who reads the mails can say which one is meant. Null when the address has an owner.
 */
async function claimAddress(ctx: Context, { name, email, locale }: Register, passwordHash: string): Promise<UserRow | null> {
  const [user] = await ctx.db
    .insert(users)
    .values({ id: ctx.newId(), name, email, passwordHash, locale, createdAt: ctx.now })
    .onConflictDoUpdate({
      target: users.email,
      set: { name, passwordHash, locale: locale ?? sql`${users.locale}` },
      setWhere: and(isNull(users.emailVerifiedAt), eq(users.status, 'active'), eq(users.role, 'member')),
    })
    .returning()
  if (!user) return null

  await endSessionsOf(ctx, user.id)
  return user
}
