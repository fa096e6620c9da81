import { and, eq, lt, sql } from 'drizzle-orm'
import { conversationMembers, conversations, messages } from '#db/schema'
import type { Context } from '#server/platform/context'
import { isByItself, isSaid } from '#shared/lifecycles/chat'
import { announceConversation } from './announce-conversation'
import type { ConversationRow, MessageRow, Taken } from './chat-locks'
import { handlingAfter, lookAtWaiting } from './handle-conversation'
import { noteAnswer } from './response-time'

type NewMessage = Pick<typeof messages.$inferInsert, 'clientId' | 'kind' | 'body' | 'context' | 'replyToSeq' | 'heldAt'>

/** Writes the next message into a locked conversation, and tells that there is one. */
export async function addMessage(ctx: Context, taken: Taken, message: NewMessage): Promise<MessageRow> {
  const added = await writeMessage(ctx, taken, message)
  await announceConversation(ctx, taken.conversation, added.rev)
  return added
}

/** Writes it and leaves the telling to who knows more; whoever writes has read all before it, unless it is written by itself. */
export async function writeMessage(ctx: Context, { conversation, userId, side }: Taken, message: NewMessage): Promise<MessageRow> {
  const { id: conversationId, lastSeq, lastRev } = conversation
  const [seq, rev] = [lastSeq + 1, lastRev + 1]
  const byItself = isByItself(message.kind)
  const inserting = ctx.db
    .insert(messages)
    .values({ conversationId, seq, rev, senderId: userId, ...message, createdAt: ctx.now })
    .returning()
  const counting = ctx.db
    .update(conversations)
    .set({
      lastSeq: seq,
      lastRev: rev,
      updatedAt: ctx.now,
      begun: conversation.begun || isSaid(message.kind),
      shopReadSeq: side === 'shop' && !byItself ? seq : conversation.shopReadSeq,
      ...handlingAfter(ctx, conversation, side, message),
    })
    .where(eq(conversations.id, conversationId))
  // Three that do not depend on each other, and so go to the database together.
  const reading = byItself ? null : noteRead(ctx, { conversation, userId, side }, seq)
  const [[added]] = await Promise.all([inserting, counting, reading])
  if (side === 'shop') await noteAnswer(ctx, conversation, added!)
  return added!
}

/** How far somebody has read only grows; true when it did. Who was sent out of a room meanwhile is not in it again by reading. */
export async function noteRead(ctx: Context, { conversation, userId, side }: Taken, seq: number): Promise<boolean> {
  if (userId === null) {
    const ofGuest = and(eq(conversations.id, conversation.id), lt(conversations.guestReadSeq, seq))
    return (await ctx.db.update(conversations).set({ guestReadSeq: seq }).where(ofGuest).returning({ id: conversations.id })).length > 0
  }
  if (side === 'member') {
    const ofMember = and(eq(conversationMembers.conversationId, conversation.id), eq(conversationMembers.userId, userId))
    const further = and(ofMember, lt(conversationMembers.lastReadSeq, seq))
    return (await ctx.db.update(conversationMembers).set({ lastReadSeq: seq }).where(further).returning()).length > 0
  }
  const grown = await ctx.db
    .insert(conversationMembers)
    .values({ conversationId: conversation.id, userId, role: side === 'shop' ? 'team' : 'buyer', lastReadSeq: seq })
    .onConflictDoUpdate({
      target: [conversationMembers.conversationId, conversationMembers.userId],
      set: { lastReadSeq: seq },
      setWhere: sql`${conversationMembers.lastReadSeq} < ${seq}`,
    })
    .returning({ userId: conversationMembers.userId })
  return grown.length > 0
}

/** Says that a message of a locked conversation shows something else from now on; answers with both as they are then. */
export async function noteChange(
  ctx: Context,
  conversation: ConversationRow,
  seq: number,
): Promise<{ conversation: ConversationRow; message: MessageRow }> {
  const rev = await takeRev(ctx, conversation)
  const [message] = await ctx.db
    .update(messages)
    .set({ rev })
    .where(and(eq(messages.conversationId, conversation.id), eq(messages.seq, seq)))
    .returning()
  await lookAtWaiting(ctx, conversation)
  return { conversation: { ...conversation, lastRev: rev }, message: message! }
}

/** The next visible change of a locked conversation, which nothing new is said by. */
export async function takeRev(ctx: Context, conversation: ConversationRow): Promise<number> {
  const rev = conversation.lastRev + 1
  await ctx.db.update(conversations).set({ lastRev: rev }).where(eq(conversations.id, conversation.id))
  await announceConversation(ctx, conversation, rev)
  return rev
}
