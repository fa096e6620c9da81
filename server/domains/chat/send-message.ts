import { and, eq, isNull, or, sql } from 'drizzle-orm'
import { messages } from '#db/schema'
import { roleInShop } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { builtOnce } from '#server/platform/database/built-once'
import { sendMessageSchema, type MessageView, type SendMessage } from '#shared/contracts/chat'
import { writeMessage } from './add-message'
import { announceConversation } from './announce-conversation'
import { attach, kindOf, lockAttachments } from './attachments'
import { clientIdTaken, messageNotFound, ownShop, personGone } from './chat-errors'
import { countMessage } from './chat-limits'
import { lockToWrite, refuseBlocked, type MessageRow, type Taken, type Way, type Writing } from './chat-locks'
import { filterMessage, queueHeld } from './filter-message'
import { presentMessage } from './present-messages'
import { replyAutomatically } from './shop-inbox'

/** Says something, once: what was sent with the same `clientId` before is answered as it is stored. */
export async function sendMessage(ctx: Context, actor: Actor, way: Way, input: SendMessage): Promise<MessageView> {
  const { clientId, body, replyToSeq, attachmentIds } = sendMessageSchema.parse(input)
  await countMessage(ctx, actor, way)

  return inTransaction(ctx, async (ctx) => {
    const taken = await lockToWrite(ctx, actor, way)
    const { conversation } = taken
    const stored = await findSent(ctx, taken, clientId, 'said')
    if (stored) return presentMessage(ctx, taken, stored)

    await refuseUnlessTwoSides(ctx, actor, taken)
    refuseBlocked(conversation)
    if (replyToSeq !== null && replyToSeq > conversation.lastSeq) throw messageNotFound()

    const attached = await lockAttachments(ctx, taken, attachmentIds)
    const filtered = await filterMessage(ctx, conversation, body)
    const heldAt = filtered.heldFor === null ? null : ctx.now
    const added = await writeMessage(ctx, taken, { clientId, kind: kindOf(attached), body: filtered.body, replyToSeq, heldAt })
    await attach(ctx, added, attached)
    const message = await presentMessage(ctx, taken, added)
    if (filtered.heldFor !== null) {
      await announceConversation(ctx, conversation, added.rev)
      await queueHeld(ctx, added, filtered.heldFor)
      return message
    }
    await announceConversation(ctx, conversation, added.rev, { from: taken.userId, message: { ...message, isOwn: false, clientId: null } })
    if (taken.side === 'buyer') await replyAutomatically(ctx, conversation.id)
    return message
  })
}

/** What was sent by the same person with the same id before; refused where that is something of another kind. */
export async function findSent(
  ctx: Context,
  { conversation, userId }: Taken,
  clientId: string,
  as: 'said' | 'offer',
): Promise<MessageRow | null> {
  const [stored] = await sentMessage(ctx, { conversationId: conversation.id, senderId: userId, clientId })
  if (stored && (stored.kind === 'offer') !== (as === 'offer')) throw clientIdTaken()
  return stored ?? null
}
/** A guest has no id. */
const sentMessage = builtOnce<Pick<MessageRow, 'conversationId' | 'senderId' | 'clientId'>>()(
  (db, { conversationId, senderId, clientId }) =>
    db
      .select()
      .from(messages)
      .where(
        and(
          eq(messages.conversationId, conversationId),
          or(eq(messages.senderId, senderId), and(isNull(messages.senderId), sql`${senderId}::uuid is null`)),
          eq(messages.clientId, clientId),
        ),
      ),
)

/** Somebody may have joined the shop that they wrote to, or have gone. */
export async function refuseUnlessTwoSides(ctx: Context, actor: Actor, { conversation, userId, isBuyerGone }: Writing): Promise<void> {
  const { buyerId, shopId } = conversation
  if (buyerId === userId && shopId && (await roleInShop(ctx, actor, shopId))) throw ownShop()
  if (isBuyerGone) throw personGone()
}
