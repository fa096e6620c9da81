import { and, desc, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import { emailTokens, users } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { VerifyAddress } from '#shared/contracts/registration'
import { emailCodeWrong, emailTokenOver, passwordRequired, passwordWrong } from './accounts-errors'
import { lockUser, type UserRow } from './accounts-locks'
import { CODE_LIFE_MS, findEmailToken, hashOfCode, takeEmailToken, WRONG_CODES_MOST, type EmailTokenRow } from './email-tokens'
import { endSession } from './end-sessions'
import { openSession, type OpenedSession } from './open-session'
import { passwordFits } from './passwords'
import { openPending } from './pending-registration'

/**
 * Opens an account: who shows the code or the link of its mail reads its address. The code counts in the browser that
 * registered; the link also elsewhere, together with the password, so that nobody can have a stranger confirm an account
 * whose password they chose themselves. Signs in, unless one is signed in already (null). Throws
 * `accounts.email_code_wrong`, `accounts.email_token_over`, `accounts.password_required`, `accounts.password_wrong`.
 */
export async function verifyAddress(
  ctx: Context,
  actor: Actor,
  input: VerifyAddress,
  browser: { pending: string | null; userAgent: string | null },
): Promise<OpenedSession | null> {
  const pendingId = openPending(ctx.config, browser.pending)?.tokenId ?? null
  const row =
    input.token === undefined ? await tryCode(ctx, actor, pendingId, input.code!) : await findEmailToken(ctx, input.token, ['verify'])
  const isHere = row.id === pendingId || row.userId === actor.userId
  const known = isHere ? null : await provePasswordOf(ctx, row.userId, input.password)

  return inTransaction(ctx, async (ctx) => {
    const user = await lockUser(ctx, row.userId)
    if (!user || user.status !== 'active' || (known && user.passwordHash !== known.passwordHash)) throw emailTokenOver()
    await takeEmailToken(ctx, row)

    await markVerified(ctx, user)
    const opened = await enter(ctx, actor, user, browser.userAgent)

    const owner: Actor = { ...actor, userId: user.id, role: user.role }
    await recordAudit(ctx, owner, { action: 'accounts.address_verified', subject: { type: 'user', id: user.id } })
    return opened
  })
}

/** Notes that an address is proven; what waited for that begins. */
export async function markVerified(ctx: Context, user: UserRow): Promise<void> {
  if (user.emailVerifiedAt) return
  await ctx.db.update(users).set({ emailVerifiedAt: ctx.now }).where(eq(users.id, user.id))
  await ctx.queue.publish(ctx.db, 'user.email_verified', { userId: user.id })
}

async function enter(ctx: Context, actor: Actor, user: UserRow, userAgent: string | null): Promise<OpenedSession | null> {
  // Reading somebody's mail is no second factor.
  if (actor.userId === user.id || user.totpSecret) return null
  if (actor.sessionId) await endSession(ctx, actor.sessionId)
  const verified = { ...user, emailVerifiedAt: ctx.now }
  return openSession(ctx, verified, { address: actor.address, userAgent }, { persistent: false, twoFactor: false })
}

/** Counts a wrong code at once and for good: it must not be undone by the refusal. */
async function tryCode(ctx: Context, actor: Actor, pendingId: string | null, code: string): Promise<EmailTokenRow> {
  const tokenId = pendingId ?? (actor.userId && (await newestTokenOf(ctx, actor.userId)))
  if (!tokenId) throw emailCodeWrong()

  const [row] = await ctx.db.select().from(emailTokens).where(eq(emailTokens.id, tokenId))
  const codeHash = row ? hashOfCode(row.userId, code) : ''
  const [tried] = await ctx.db
    .update(emailTokens)
    .set({ wrongCodes: sql`${emailTokens.wrongCodes} + case when ${emailTokens.codeHash} = ${codeHash} then 0 else 1 end` })
    .where(
      and(
        eq(emailTokens.id, tokenId),
        eq(emailTokens.purpose, 'verify'),
        isNull(emailTokens.usedAt),
        gt(emailTokens.expiresAt, ctx.now),
        gt(emailTokens.createdAt, new Date(ctx.now.getTime() - CODE_LIFE_MS)),
        lt(emailTokens.wrongCodes, WRONG_CODES_MOST),
      ),
    )
    .returning()
  if (!tried || tried.codeHash !== codeHash) throw emailCodeWrong()
  return tried
}

async function newestTokenOf(ctx: Context, userId: string): Promise<string | null> {
  const [row] = await ctx.db
    .select({ id: emailTokens.id })
    .from(emailTokens)
    .where(and(eq(emailTokens.userId, userId), eq(emailTokens.purpose, 'verify')))
    .orderBy(desc(emailTokens.createdAt), desc(emailTokens.id))
    .limit(1)
  return row?.id ?? null
}

async function provePasswordOf(ctx: Context, userId: string, password: string | undefined): Promise<UserRow> {
  if (password === undefined) throw passwordRequired()
  const [known] = await ctx.db.select().from(users).where(eq(users.id, userId))
  if (!(await passwordFits(password, known?.passwordHash ?? null))) throw passwordWrong()
  return known!
}
