import { and, asc, desc, eq, isNull, ne } from 'drizzle-orm'
import { conversationMembers, conversations, users } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import { systemActor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { announceConversation } from './announce-conversation'
import { endRoom } from './change-room'
import { lockConversation, type ConversationRow } from './chat-locks'

const ownedBySomebodyOut = and(eq(conversationMembers.conversationId, conversations.id), eq(conversationMembers.role, 'owner'))
const outsiders = and(eq(users.id, conversationMembers.userId), ne(users.status, 'active'))

/** Rooms whose owner is kept out of the marketplace go on without them: they are a member there, should they come back. */
export async function passOnRooms(ctx: Context): Promise<void> {
  const found = await ctx.db
    .select({ id: conversations.id })
    .from(conversations)
    .innerJoin(conversationMembers, ownedBySomebodyOut)
    .innerJoin(users, outsiders)
    .where(and(eq(conversations.kind, 'room'), isNull(conversations.closedAt)))
    .orderBy(asc(conversations.id))
  for (const { id } of found) await passOnRoom(ctx, id)
}

function passOnRoom(ctx: Context, roomId: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const conversation = await lockConversation(ctx, roomId)
    if (!conversation || conversation.closedAt) return
    const [owner] = await ctx.db
      .select({ userId: conversationMembers.userId })
      .from(conversationMembers)
      .innerJoin(users, outsiders)
      .where(and(eq(conversationMembers.conversationId, roomId), eq(conversationMembers.role, 'owner')))
    // They have come back, or the room is somebody else's.
    if (!owner) return
    await ctx.db
      .update(conversationMembers)
      .set({ role: 'member' })
      .where(and(eq(conversationMembers.conversationId, roomId), eq(conversationMembers.userId, owner.userId)))
    const userId = await passOn(ctx, conversation)
    if (!userId) return
    const subject = { type: 'conversation', id: roomId }
    await recordAudit(ctx, systemActor, { action: 'chat.room_role_changed', subject, details: { userId, role: 'owner' } })
  })
}

/**
 * Gives a locked room without an owner to whoever has kept order in it for longest, or else been in it, and says whose it is; with nobody
 * who could have it, it ends.
 */
export async function passOn(ctx: Context, conversation: ConversationRow): Promise<string | null> {
  const ofRoom = eq(conversationMembers.conversationId, conversation.id)
  const [heir] = await ctx.db
    .select({ userId: conversationMembers.userId })
    .from(conversationMembers)
    .innerJoin(users, and(eq(users.id, conversationMembers.userId), eq(users.status, 'active')))
    .where(ofRoom)
    .orderBy(desc(eq(conversationMembers.role, 'moderator')), asc(conversationMembers.createdAt), asc(conversationMembers.userId))
    .limit(1)
  if (!heir) {
    if (!conversation.closedAt) await endRoom(ctx, conversation)
    return null
  }
  await ctx.db
    .update(conversationMembers)
    .set({ role: 'owner' })
    .where(and(ofRoom, eq(conversationMembers.userId, heir.userId)))
  await announceConversation(ctx, conversation, conversation.lastRev)
  return heir.userId
}
