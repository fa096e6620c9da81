import { and, eq, isNull } from 'drizzle-orm'
import { chatReports, conversations, messages } from '#db/schema'
import { setUserStatus } from '#server/domains/accounts'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { DecideReport } from '#shared/contracts/chat'
import { canRemoveMessage } from '#shared/lifecycles/chat'
import { endRoom } from './change-room'
import { notARoom, reportDecided, reportNotFound, reportsNotYours } from './chat-errors'
import { mayModerate } from './chat-policy'
import { emptyMessage } from './edit-message'
import { takeRev } from './add-message'
import type { ConversationRow, MessageRow } from './chat-locks'
import { handlingAfter, isAnswered } from './handle-conversation'
import { isHeld, sideOf } from './present-messages'
import { noteAnswer } from './response-time'

/**
 * Decides every open report of a message: nothing is done, and what was held is shown; the message goes; or it goes and the room that it is in is closed,
 * or its writer's account disabled, which is for admins. The same decision again changes nothing.
 */
export function decideReport(ctx: Context, actor: Actor, reportId: string, { decision, statement }: DecideReport): Promise<void> {
  if (!mayModerate(actor)) throw reportsNotYours()
  return inTransaction(ctx, async (ctx) => {
    const [known] = await ctx.db.select().from(chatReports).where(eq(chatReports.id, reportId))
    if (!known) throw reportNotFound()
    const ofMessage = and(eq(messages.conversationId, known.conversationId), eq(messages.seq, known.seq))
    const [message] = await ctx.db.select({ senderId: messages.senderId }).from(messages).where(ofMessage)
    if (decision === 'suspended' && message?.senderId && known.decision === null)
      await setUserStatus(ctx, actor, message.senderId, { status: 'disabled', reason: statement })

    const ofConversation = eq(conversations.id, known.conversationId)
    const [conversation] = await ctx.db.select().from(conversations).where(ofConversation).for('no key update')
    const [report] = await ctx.db.select().from(chatReports).where(eq(chatReports.id, reportId)).for('update')
    if (report!.decision === decision) return
    if (report!.decision !== null) throw reportDecided()
    if (decision === 'room_closed' && conversation!.kind !== 'room') throw notARoom()

    const [current] = await ctx.db.select().from(messages).where(ofMessage)
    if (decision !== 'dismissed' && canRemoveMessage(current!)) await emptyMessage(ctx, conversation!, current!, 'removed')
    if (decision === 'room_closed' && !conversation!.closedAt) await endRoom(ctx, conversation!)
    if (decision === 'dismissed' && isHeld(current!)) await releaseMessage(ctx, conversation!, current!)
    await ctx.db
      .update(chatReports)
      .set({ decision, statement, decidedBy: actor.userId, decidedAt: ctx.now })
      .where(and(eq(chatReports.conversationId, known.conversationId), eq(chatReports.seq, known.seq), isNull(chatReports.decidedAt)))

    const subject = { type: 'chat_report', id: reportId }
    await recordAudit(ctx, actor, { action: 'chat.report_decided', subject, details: { decision, reason: statement } })
  })
}

/** Shows the other side what was held. */
async function releaseMessage(ctx: Context, conversation: ConversationRow, message: MessageRow): Promise<void> {
  const { conversationId, seq } = message
  await ctx.db
    .update(messages)
    .set({ heldAt: null, rev: await takeRev(ctx, conversation) })
    .where(and(eq(messages.conversationId, conversationId), eq(messages.seq, seq)))
  const side = sideOf(conversation, message)
  if (!side || side === 'member' || conversation.shopBlockedAt || (await isAnswered(ctx, conversation, seq))) return
  const shown = { ...message, heldAt: null }
  // What the shopper asked since is not answered by what was written before.
  if (side === 'shop' && conversation.waitingSince && conversation.waitingSince > message.createdAt) return
  if (side === 'shop') await noteAnswer(ctx, conversation, shown)
  await ctx.db
    .update(conversations)
    .set(handlingAfter(ctx, conversation, side, shown))
    .where(eq(conversations.id, conversationId))
}
