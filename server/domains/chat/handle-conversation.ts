import { and, eq, gt, inArray, isNull, ne, sql } from 'drizzle-orm'
import { conversations, messages, shopMembers } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { ConversationSide, HandleConversation } from '#shared/contracts/chat'
import { isSaid, SAID_KINDS, type MessageKind } from '#shared/lifecycles/chat'
import { announceToSide } from './announce-conversation'
import { assigneeMissing, conversationNotFound, unseenMessage } from './chat-errors'
import { lockToWrite, type ConversationRow, type MessageRow, type Way } from './chat-locks'
import { stillStands } from './offers-of'
import { noteAnswer } from './response-time'

type Handling = Pick<ConversationRow, 'closedAt' | 'waitingSince'>

/**
 * Closes a conversation for a shop or the marketplace, opens it again, or says who of a shop's team looks after it. The shopper sees nothing of that. Throws
 * `chat.unseen_message` when something was written after what whoever closes it has seen.
 */
export function handleConversation(
  ctx: Context,
  actor: Actor,
  way: Way,
  { closed, seenSeq, assigneeId }: HandleConversation,
): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const { conversation, side } = await lockToWrite(ctx, actor, way)
    if (side !== 'shop') throw conversationNotFound()
    if (closed && seenSeq !== undefined && seenSeq < conversation.lastSeq) throw unseenMessage()
    await ctx.db
      .update(conversations)
      .set({
        closedAt: closed === undefined ? conversation.closedAt : closed ? (conversation.closedAt ?? ctx.now) : null,
        // What is closed without an answer needs none.
        waitingSince: closed ? null : conversation.waitingSince,
        assigneeId: assigneeId === undefined ? conversation.assigneeId : assigneeId && (await membershipOf(ctx, way.shopId, assigneeId)),
      })
      .where(eq(conversations.id, conversation.id))
    await announceToSide(ctx, conversation, 'shop')
  })
}

async function membershipOf(ctx: Context, shopId: string | null, userId: string): Promise<string> {
  if (shopId === null) throw assigneeMissing()
  const [member] = await ctx.db
    .select({ id: shopMembers.id })
    .from(shopMembers)
    .where(and(eq(shopMembers.shopId, shopId), eq(shopMembers.userId, userId)))
    .for('key share')
  if (!member) throw assigneeMissing()
  return member.id
}

/**
 * How a conversation stands for its shop after a message: what a shopper says opens it and waits from then on, what the shop
 * says answers that. What is held says nothing to the shop yet.
 */
export function handlingAfter(
  ctx: Context,
  { closedAt, waitingSince }: Handling,
  side: ConversationSide,
  { kind, heldAt }: { kind: MessageKind; heldAt?: Date | null },
): Handling {
  if (side === 'member' || !isSaid(kind) || heldAt) return { closedAt, waitingSince }
  return side === 'shop' ? { closedAt, waitingSince: null } : { closedAt: null, waitingSince: waitingSince ?? ctx.now }
}

/**
 * Since when a shopper waits, after something that was said shows something else: what was taken back or is held waits for nothing,
 * nor does an offer that is not open any more.
 */
export async function lookAtWaiting(ctx: Context, { id, buyerId, waitingSince }: ConversationRow): Promise<void> {
  if (!waitingSince) return
  const [first] = await ctx.db
    .select({ at: sql`min(${messages.createdAt})`.mapWith(messages.createdAt) })
    .from(messages)
    .where(
      and(
        eq(messages.conversationId, id),
        buyerId === null ? isNull(messages.senderId) : eq(messages.senderId, buyerId),
        inArray(messages.kind, [...SAID_KINDS]),
        isNull(messages.deletedAt),
        isNull(messages.heldAt),
        // To the millisecond, which is what both are kept with.
        gt(messages.createdAt, new Date(waitingSince.getTime() - 1)),
        stillStands(messages),
      ),
    )
  await ctx.db
    .update(conversations)
    .set({ waitingSince: first?.at ?? null })
    .where(eq(conversations.id, id))
}

/** Whether the shop has said something after this message that its shopper can read. */
export async function isAnswered(ctx: Context, { id, buyerId }: ConversationRow, seq: number): Promise<boolean> {
  const answers = and(
    eq(messages.conversationId, id),
    gt(messages.seq, seq),
    inArray(messages.kind, [...SAID_KINDS]),
    isNull(messages.heldAt),
    isNull(messages.deletedAt),
    buyerId === null ? sql`${messages.senderId} is not null` : ne(messages.senderId, buyerId),
  )
  return (await ctx.db.$count(messages, answers)) > 0
}

/** What a shop has answered without a message of its own, as by accepting or declining what this one offers. */
export async function noteAnsweredByShop(ctx: Context, conversation: ConversationRow, message: MessageRow): Promise<void> {
  await noteAnswer(ctx, conversation, { ...message, createdAt: ctx.now })
  await ctx.db.update(conversations).set({ waitingSince: null }).where(eq(conversations.id, conversation.id))
}

/** Shows a shop what it has closed, since its shopper has done something there that it should see. */
export const reopenForShop = (ctx: Context, { id }: ConversationRow) =>
  ctx.db.update(conversations).set({ closedAt: null }).where(eq(conversations.id, id))
