import { eq } from 'drizzle-orm'
import { conversations, rooms } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { ChangeRoom } from '#shared/contracts/rooms'
import { announceConversation } from './announce-conversation'
import type { ConversationRow } from './chat-locks'
import { endInvitation, lockRoom, refuseClosed, requirePlace } from './room-locks'

/** Calls a room something else, or says who may join it; for its owner. */
export function changeRoom(ctx: Context, actor: Actor, roomId: string, changes: ChangeRoom): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const taken = await lockRoom(ctx, actor, roomId)
    requirePlace(taken, 'owner')
    refuseClosed(taken.conversation)
    await ctx.db.update(rooms).set(changes).where(eq(rooms.conversationId, roomId))
    await announceConversation(ctx, taken.conversation, taken.conversation.lastRev)
    await recordAudit(ctx, actor, { action: 'chat.room_changed', subject: { type: 'conversation', id: roomId }, details: { ...changes } })
  })
}

/** Ends a room for good: nobody joins or writes any more, and who is in it reads what was written. For its owner. */
export function closeRoom(ctx: Context, actor: Actor, roomId: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const taken = await lockRoom(ctx, actor, roomId)
    requirePlace(taken, 'owner')
    if (taken.conversation.closedAt) return
    await endRoom(ctx, taken.conversation)
    await recordAudit(ctx, actor, { action: 'chat.room_closed', subject: { type: 'conversation', id: roomId } })
  })
}

/** Closes a locked room. */
export async function endRoom(ctx: Context, conversation: ConversationRow): Promise<void> {
  await endInvitation(ctx, conversation.id)
  await ctx.db.update(conversations).set({ closedAt: ctx.now }).where(eq(conversations.id, conversation.id))
  await announceConversation(ctx, conversation, conversation.lastRev)
}
