import { and, count, desc, eq, gt } from 'drizzle-orm'
import { emailTokens, users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { RESEND_SECONDS, RESENDS_A_DAY } from '#shared/contracts/registration'
import { mayMail } from './account-mail-limit'
import { mailTooSoon, registrationOver } from './accounts-errors'
import { isLive, issueEmailToken } from './email-tokens'
import { openPending, sealPending, type PendingRegistration } from './pending-registration'

const DAY_SECONDS = 24 * 60 * 60

/**
 * Has the mail of a registration sent once more, with a new code and link. Returns what the browser keeps from now on.
 * Throws `accounts.mail_too_soon`, and `accounts.registration_over` where nothing waits.
 */
export async function resendVerification(ctx: Context, actor: Actor, sealed: string | null): Promise<string> {
  const pending = openPending(ctx.config, sealed) ?? (await pendingOf(ctx, actor))
  if (!pending) throw registrationOver()
  refuseHaste(ctx, pending)

  const next = { tokenId: ctx.newId(), askedAt: ctx.now, resends: pending.resends + 1 }
  const user = await waitingUser(ctx, actor, pending.tokenId)
  if (user && (await mayMail(ctx, user.email)))
    await inTransaction(ctx, (ctx) => issueEmailToken(ctx, { id: next.tokenId, userId: user.id, purpose: 'verify', email: user.email }))

  return sealPending(ctx.config, next)
}

function refuseHaste(ctx: Context, { askedAt, resends }: PendingRegistration): void {
  const seconds = Math.floor((ctx.now.getTime() - askedAt.getTime()) / 1000)
  const wait = (resends >= RESENDS_A_DAY ? DAY_SECONDS : RESEND_SECONDS) - seconds
  if (wait > 0) throw mailTooSoon(wait)
}

/** Somebody signed in whose address is not verified, at another browser than the one that registered. */
async function pendingOf(ctx: Context, { userId, emailVerified }: Actor): Promise<PendingRegistration | null> {
  if (!userId || emailVerified) return null
  const mine = and(eq(emailTokens.userId, userId), eq(emailTokens.purpose, 'verify'))
  const [newest] = await ctx.db.select().from(emailTokens).where(mine).orderBy(desc(emailTokens.createdAt)).limit(1)
  const since = new Date(ctx.now.getTime() - DAY_SECONDS * 1000)
  const [sent] = await ctx.db
    .select({ mails: count() })
    .from(emailTokens)
    .where(and(mine, gt(emailTokens.createdAt, since)))
  return { tokenId: newest?.id ?? ctx.newId(), askedAt: newest?.createdAt ?? since, resends: Math.max(0, sent!.mails - 1) }
}

/** Whose registration it is, unless it is over or was replaced by a later one with another password. */
async function waitingUser(ctx: Context, actor: Actor, tokenId: string): Promise<{ id: string; email: string } | null> {
  const [row] = await ctx.db
    .select()
    .from(emailTokens)
    .innerJoin(users, eq(users.id, emailTokens.userId))
    .where(eq(emailTokens.id, tokenId))
  if (!row) return actor.userId && !actor.emailVerified ? { id: actor.userId, email: actor.email! } : null
  const isMine = row.users.id === actor.userId || isLive(ctx, row.email_tokens)
  return isMine && row.users.emailVerifiedAt === null && row.users.status === 'active' ? row.users : null
}
