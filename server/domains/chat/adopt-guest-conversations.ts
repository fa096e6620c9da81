import { and, eq, inArray, isNull, notInArray } from 'drizzle-orm'
import { conversationMembers, conversations, messages, orderGroups, orders } from '#db/schema'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { announceConversation } from './announce-conversation'
import { lockPeople } from './chat-locks'

/** Makes somebody the shopper in the conversations of orders that were a guest's and have become theirs. Repeating it changes nothing. */
export function adoptGuestConversations(ctx: Context, userId: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    if ((await lockPeople(ctx, [userId])).get(userId) !== 'active') return
    const adopted = await ctx.db
      .select({ conversation: conversations })
      .from(conversations)
      .innerJoin(orders, eq(orders.id, conversations.orderId))
      .innerJoin(orderGroups, eq(orderGroups.id, orders.groupId))
      .where(and(eq(conversations.kind, 'order'), isNull(conversations.buyerId), eq(orderGroups.userId, userId)))
      .orderBy(conversations.id)
      .for('no key update', { of: conversations })
    if (adopted.length === 0) return

    const ids = adopted.map(({ conversation }) => conversation.id)
    await ctx.db
      .update(messages)
      .set({ senderId: userId })
      .where(and(inArray(messages.conversationId, ids), isNull(messages.senderId), notInArray(messages.kind, ['system', 'auto'])))
    await ctx.db.insert(conversationMembers).values(
      adopted.map(({ conversation }) => ({
        conversationId: conversation.id,
        userId,
        role: 'buyer' as const,
        lastReadSeq: conversation.guestReadSeq,
      })),
    )
    await ctx.db.update(conversations).set({ buyerId: userId }).where(inArray(conversations.id, ids))
    for (const { conversation } of adopted) await announceConversation(ctx, { ...conversation, buyerId: userId }, conversation.lastRev)
  })
}
