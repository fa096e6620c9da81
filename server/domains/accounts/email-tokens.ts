import { createHash, createHmac } from 'node:crypto'
import { and, eq, gt, isNull, ne } from 'drizzle-orm'
import { emailTokens } from '#db/schema'
import type { Config } from '#server/platform/config/config'
import type { Context } from '#server/platform/context'
import type { EmailTokenPurpose } from '#shared/lifecycles/user'
import { emailTokenOver } from './accounts-errors'

export type EmailTokenRow = typeof emailTokens.$inferSelect

const HOUR_MS = 60 * 60_000
const LIFE_MS: Record<EmailTokenPurpose, number> = { verify: 24 * HOUR_MS, reset: HOUR_MS, change: 24 * HOUR_MS, restore: 72 * HOUR_MS }
/** Six digits can be guessed, so they end long before the link of the same mail, and after a few wrong ones. */
export const CODE_LIFE_MS = 30 * 60_000
export const WRONG_CODES_MOST = 5

type Secret = Pick<Config, 'secret'>

/**
 * What a mail's link carries: 256 bits that only we can make out of the row's id. So the job that sends the mail needs
 * nothing but the id, and neither the table nor the queue holds a token.
 */
export const linkTokenOf = ({ secret }: Secret, tokenId: string): string =>
  createHmac('sha256', secret).update(`email-token:${tokenId}`).digest('base64url')

/** The six digits that belong to a row, made the same way. */
export function codeOf({ secret }: Secret, tokenId: string): string {
  const number = createHmac('sha256', secret).update(`email-code:${tokenId}`).digest().readUIntBE(0, 6)
  return String(number % 1_000_000).padStart(6, '0')
}

export const hashOfLinkToken = (token: string): string => createHash('sha256').update(token).digest('hex')
export const hashOfCode = (userId: string, code: string): string => createHash('sha256').update(`${userId}:${code}`).digest('hex')

interface NewToken {
  id: string
  userId: string
  purpose: EmailTokenPurpose
  /** Where it goes, which it then proves. */
  email: string
}

/** Makes a token and has it mailed; the one before it, for the same purpose, ends. */
export async function issueEmailToken(ctx: Context, { id, userId, purpose, email }: NewToken): Promise<void> {
  // A thief who changes the address twice must not end the first way back.
  if (purpose !== 'restore') await endEmailTokens(ctx, userId, purpose)
  await ctx.db.insert(emailTokens).values({
    id,
    userId,
    purpose,
    email,
    tokenHash: hashOfLinkToken(linkTokenOf(ctx.config, id)),
    codeHash: purpose === 'verify' ? hashOfCode(userId, codeOf(ctx.config, id)) : null,
    createdAt: ctx.now,
    expiresAt: new Date(ctx.now.getTime() + LIFE_MS[purpose]),
  })
  await ctx.queue.send(ctx.db, 'accounts.mail-email-token', { tokenId: id })
}

/** Ends what was mailed to somebody and not used yet: for one purpose, or for all but the way back to an old address. */
export async function endEmailTokens(ctx: Context, userId: string, purpose?: EmailTokenPurpose): Promise<void> {
  const which = purpose ? eq(emailTokens.purpose, purpose) : ne(emailTokens.purpose, 'restore')
  await ctx.db
    .update(emailTokens)
    .set({ expiresAt: ctx.now })
    .where(and(eq(emailTokens.userId, userId), which, isNull(emailTokens.usedAt), gt(emailTokens.expiresAt, ctx.now)))
}

export async function hasLiveEmailToken(ctx: Context, userId: string, purpose: EmailTokenPurpose): Promise<boolean> {
  const [live] = await ctx.db
    .select({ id: emailTokens.id })
    .from(emailTokens)
    .where(
      and(eq(emailTokens.userId, userId), eq(emailTokens.purpose, purpose), isNull(emailTokens.usedAt), gt(emailTokens.expiresAt, ctx.now)),
    )
    .limit(1)
  return live !== undefined
}

export const isLive = (ctx: Context, row: EmailTokenRow): boolean => row.usedAt === null && row.expiresAt > ctx.now

/** The row of a link's token. Throws `accounts.email_token_over` for one that is unknown, used or too old. */
export async function findEmailToken(ctx: Context, token: string, purposes: readonly EmailTokenPurpose[]): Promise<EmailTokenRow> {
  const [row] = await ctx.db
    .select()
    .from(emailTokens)
    .where(eq(emailTokens.tokenHash, hashOfLinkToken(token)))
  if (!row || !purposes.includes(row.purpose) || !isLive(ctx, row)) throw emailTokenOver()
  return row
}

/** Uses a token up, which works once, also when two ask at the same time. Throws `accounts.email_token_over`. */
export async function takeEmailToken(ctx: Context, row: EmailTokenRow): Promise<void> {
  const used = await ctx.db
    .update(emailTokens)
    .set({ usedAt: ctx.now })
    .where(and(eq(emailTokens.id, row.id), isNull(emailTokens.usedAt), gt(emailTokens.expiresAt, ctx.now)))
    .returning({ id: emailTokens.id })
  if (used.length === 0) throw emailTokenOver()
}
