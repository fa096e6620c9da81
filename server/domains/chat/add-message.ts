import { and, eq, lt, sql } from 'drizzle-orm'
import { conversationMembers, conversations, messages } from '#db/schema'
import type { Context } from '#server/platform/context'
import { inColumn, builtOnce } from '#server/platform/database/built-once'
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
  const inserting = insertMessage(ctx, {
    ...{ body: '', context: null, replyToSeq: null, heldAt: null },
    ...message,
    ...{ conversationId, seq, rev, senderId: userId, createdAt: ctx.now },
  })
  const counting = countIn(ctx, {
    conversationId,
    lastSeq: seq,
    lastRev: rev,
    updatedAt: ctx.now,
    begun: conversation.begun || isSaid(message.kind),
    shopReadSeq: side === 'shop' && !byItself ? seq : conversation.shopReadSeq,
    ...handlingAfter(ctx, conversation, side, message),
  })
  // Three that do not depend on each other, and so go to the database together.
  const reading = byItself ? null : noteRead(ctx, { conversation, userId, side }, seq)
  const [[added]] = await Promise.all([inserting, counting, reading])
  if (side === 'shop') await noteAnswer(ctx, conversation, added!)
  return added!
}

const insertMessage = builtOnce<Omit<MessageRow, 'editedAt' | 'deletedAt'>>()((db, message) =>
  db
    .insert(messages)
    .values({
      conversationId: message.conversationId,
      seq: message.seq,
      rev: message.rev,
      senderId: message.senderId,
      clientId: message.clientId,
      kind: message.kind,
      body: message.body,
      context: message.context,
      replyToSeq: message.replyToSeq,
      heldAt: message.heldAt,
      createdAt: message.createdAt,
    })
    .returning(),
)
type Counted = Pick<ConversationRow, 'lastSeq' | 'lastRev' | 'updatedAt' | 'begun' | 'shopReadSeq' | 'closedAt' | 'waitingSince'>
const countIn = builtOnce<Counted & { conversationId: string }>()((db, counted) =>
  db
    .update(conversations)
    .set({
      lastSeq: inColumn(conversations.lastSeq, counted.lastSeq),
      lastRev: inColumn(conversations.lastRev, counted.lastRev),
      updatedAt: inColumn(conversations.updatedAt, counted.updatedAt),
      begun: inColumn(conversations.begun, counted.begun),
      shopReadSeq: inColumn(conversations.shopReadSeq, counted.shopReadSeq),
      closedAt: inColumn(conversations.closedAt, counted.closedAt),
      waitingSince: inColumn(conversations.waitingSince, counted.waitingSince),
    })
    .where(eq(conversations.id, counted.conversationId)),
)

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
  const read = { conversationId: conversation.id, userId, role: side === 'shop' ? 'team' : 'buyer', lastReadSeq: seq } as const
  return (await readFurther(ctx, read)).length > 0
}
const readFurther = builtOnce<Pick<typeof conversationMembers.$inferSelect, 'conversationId' | 'userId' | 'role' | 'lastReadSeq'>>()(
  (db, { conversationId, userId, role, lastReadSeq }) =>
    db
      .insert(conversationMembers)
      .values({ conversationId, userId, role, lastReadSeq })
      .onConflictDoUpdate({
        target: [conversationMembers.conversationId, conversationMembers.userId],
        set: { lastReadSeq: sql`excluded.last_read_seq` },
        setWhere: sql`${conversationMembers.lastReadSeq} < excluded.last_read_seq`,
      })
      .returning({ userId: conversationMembers.userId }),
)

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
