import { eq } from 'drizzle-orm'
import { users } from '#db/schema'
import { readSettings } from '#server/domains/settings'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { builtOnce } from '#server/platform/database/built-once'
import type { DomainError } from '#server/platform/errors'
import { tooManyConversations, tooManyMessages, tooManyReports } from './chat-errors'
import { takePart, type Way } from './chat-locks'

const CONVERSATIONS = { max: 10, windowSeconds: 60 * 60 }
const REPORTS = { max: 20, windowSeconds: 60 * 60 }
const NEW_ACCOUNT_MS = 24 * 60 * 60 * 1000

/**
 * Counts a message against what a person may write, a guest in a conversation, and what is put differently or turned to as one. It is counted before it is
 * looked up whether it was sent before.
 */
export async function countMessage(ctx: Context, actor: Actor, way: Way): Promise<void> {
  const { userId } = actor
  // Of a guest only what comes with their key, so that nobody else uses up what they may write.
  if (!userId) await takePart(ctx, actor, way)
  const { messagesAMinute } = await readSettings(ctx, ['messagesAMinute'])
  const limit = { max: messagesAMinute, windowSeconds: 60 }
  if (userId) await count(ctx, userId, 'chat-messages', limit, tooManyMessages)
  else await attempt(ctx, `chat-messages|guest:${way.conversationId}`, limit, tooManyMessages)
}

/** Counts a first message to one more shop. */
export const countConversation = (ctx: Context, userId: string): Promise<void> =>
  count(ctx, userId, 'chat-conversations', CONVERSATIONS, tooManyConversations)

/** Counts a report, so that nobody buries the moderators. */
export const countReport = (ctx: Context, userId: string): Promise<void> => count(ctx, userId, 'chat-reports', REPORTS, tooManyReports)

/** An account that is younger than a day has half of the limit. */
async function count(
  ctx: Context,
  userId: string,
  name: string,
  { max, windowSeconds }: { max: number; windowSeconds: number },
  refusal: (retryAfterSeconds: number) => DomainError,
): Promise<void> {
  const [user] = await ageOf(ctx, { userId })
  const isNew = !user || ctx.now.getTime() - user.createdAt.getTime() < NEW_ACCOUNT_MS
  await attempt(ctx, `${name}|user:${userId}`, { max: isNew ? Math.floor(max / 2) : max, windowSeconds }, refusal)
}

const ageOf = builtOnce<{ userId: string }>()((db, { userId }) =>
  db.select({ createdAt: users.createdAt }).from(users).where(eq(users.id, userId)),
)

async function attempt(
  ctx: Context,
  key: string,
  limit: { max: number; windowSeconds: number },
  refusal: (retryAfterSeconds: number) => DomainError,
): Promise<void> {
  const verdict = await ctx.rateLimiter.attempt(key, limit)
  if (!verdict.allowed) throw refusal(verdict.retryAfterSeconds)
}
