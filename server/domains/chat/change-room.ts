import { eq } from 'drizzle-orm'
import { conversations, rooms } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { ChangeRoom } from '#shared/contracts/rooms'
import { announceConversation } from './announce-conversation'
import type { ConversationRow } from './chat-locks'
import { refuseTitle } from './filter-message'
import { endInvitation, lockRoom, refuseClosed, requirePlace } from './room-locks'

const FIELDS = ['name', 'topic', 'visibility'] as const

/** Calls a room something else, or says who may join it; for its owner. */
export function changeRoom(ctx: Context, actor: Actor, roomId: string, changes: ChangeRoom): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const taken = await lockRoom(ctx, actor, roomId)
    requirePlace(taken, 'owner')
    refuseClosed(taken.conversation)
    const changed = FIELDS.filter((field) => (changes[field] ?? taken.room[field]) !== taken.room[field])
    if (changed.length === 0) return
    await refuseTitle(ctx, `${changes.name ?? ''}\n${changes.topic ?? ''}`)
    await ctx.db.update(rooms).set(changes).where(eq(rooms.conversationId, roomId))
    // While anybody could join it, who got the link did not matter.
    if (changed.includes('visibility') && changes.visibility === 'private') await endInvitation(ctx, roomId)
    await announceConversation(ctx, taken.conversation, taken.conversation.lastRev)
    // How it is called is the owner's to say and to take back; the log is for ever.
    const details = { changed, visibility: changes.visibility ?? taken.room.visibility }
    await recordAudit(ctx, actor, { action: 'chat.room_changed', subject: { type: 'conversation', id: roomId }, details })
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
