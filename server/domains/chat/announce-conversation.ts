import { and, eq, inArray } from 'drizzle-orm'
import { conversationMembers, shopMembers, users } from '#db/schema'
import type { Context } from '#server/platform/context'
import { builtOnce } from '#server/platform/database/built-once'
import { announceChange, type TopicNews } from '#server/platform/realtime-bus/topics'
import type { ConversationSide } from '#shared/contracts/chat'
import { STAFF_ROLES } from '#shared/lifecycles/user'
import type { ConversationRow } from './chat-locks'

/**
 * Tells who watches the conversation up to which change there is something to fetch, or what it is, and each of those who take part to
 * count again.
 */
export async function announceConversation(ctx: Context, conversation: ConversationRow, rev: number, news?: TopicNews): Promise<void> {
  await announceChange(ctx, `conversation:${conversation.id}`, rev, news)
  const sides = conversation.kind === 'room' ? (['member'] as const) : (['buyer', 'shop'] as const)
  for (const side of sides) await announceToSide(ctx, conversation, side)
}

export async function announceToSide(ctx: Context, conversation: ConversationRow, side: ConversationSide): Promise<void> {
  for (const userId of await peopleOf(ctx, conversation, side)) if (userId) await announceChange(ctx, `person:${userId}`)
}

async function peopleOf(ctx: Context, { id, kind, shopId, buyerId }: ConversationRow, side: ConversationSide): Promise<(string | null)[]> {
  if (side === 'buyer') return [buyerId]
  if (side === 'shop') return kind === 'support' ? staffOf(ctx) : teamOf(ctx, shopId)
  const rows = await ctx.db
    .select({ userId: conversationMembers.userId })
    .from(conversationMembers)
    .where(eq(conversationMembers.conversationId, id))
  return rows.map(({ userId }) => userId)
}

async function teamOf(ctx: Context, shopId: string | null): Promise<string[]> {
  if (!shopId) return []
  return (await membersOf(ctx, { shopId })).map(({ userId }) => userId)
}
const membersOf = builtOnce<{ shopId: string }>()((db, { shopId }) =>
  db.select({ userId: shopMembers.userId }).from(shopMembers).where(eq(shopMembers.shopId, shopId)),
)

async function staffOf(ctx: Context): Promise<string[]> {
  const isStaff = and(inArray(users.role, [...STAFF_ROLES]), eq(users.status, 'active'))
  return (await ctx.db.select({ id: users.id }).from(users).where(isStaff)).map(({ id }) => id)
}
