import { and, eq } from 'drizzle-orm'
import { conversationMembers } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { keepsOrder } from '#shared/lifecycles/chat'
import { announceConversation } from './announce-conversation'
import { ownerLeaving, roomNotFound } from './chat-errors'
import { endInvitation, enterRoom, lockRoom } from './room-locks'

/** Comes into a public room; who is in it already stays as what they are. */
export function joinRoom(ctx: Context, actor: Actor, roomId: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const { conversation, userId, role } = await lockRoom(ctx, actor, roomId)
    if (role) return
    await enterRoom(ctx, actor, conversation, userId)
    await announceConversation(ctx, conversation, conversation.lastRev)
  })
}

/** Goes out of a room; its owner hands it on or closes it first. What they wrote stays. */
export function leaveRoom(ctx: Context, actor: Actor, roomId: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const { conversation, userId, role } = await lockRoom(ctx, actor, roomId)
    if (!role) throw roomNotFound()
    if (role === 'owner' && !conversation.closedAt) throw ownerLeaving()
    // Told before they are gone, so that they are told too.
    await announceConversation(ctx, conversation, conversation.lastRev)
    await ctx.db
      .delete(conversationMembers)
      .where(and(eq(conversationMembers.conversationId, roomId), eq(conversationMembers.userId, userId)))
    if (keepsOrder(role)) await endInvitation(ctx, roomId)
  })
}
