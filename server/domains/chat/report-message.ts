import { and, eq } from 'drizzle-orm'
import { chatReports, messages } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { reportMessageSchema, type ReportMessage } from '#shared/contracts/chat'
import { isWritten } from '#shared/lifecycles/chat'
import { chatterMissing, messageNotFound, notReportable } from './chat-errors'
import { countReport } from './chat-limits'
import { lockWriter, takePart, type Way } from './chat-locks'
import { isOfOthers } from './present-messages'

/** Has a moderator look at what the other side has written, also when it was taken back since; once a person and message. */
export async function reportMessage(ctx: Context, actor: Actor, way: Way, seq: number, input: ReportMessage): Promise<void> {
  const { reason, note } = reportMessageSchema.parse(input)
  if (!actor.userId) throw chatterMissing()
  await countReport(ctx, actor.userId)

  return inTransaction(ctx, async (ctx) => {
    const reporterId = await lockWriter(ctx, actor)
    const viewer = await takePart(ctx, actor, way)
    const { conversation } = viewer
    const [message] = await ctx.db
      .select()
      .from(messages)
      .where(and(eq(messages.conversationId, conversation.id), eq(messages.seq, seq)))
    if (!message) throw messageNotFound()
    if (!(isWritten(message.kind) || message.kind === 'auto') || !isOfOthers(viewer, message)) throw notReportable()

    await ctx.db
      .insert(chatReports)
      .values({ id: ctx.newId(), conversationId: conversation.id, seq, reporterId, reason, note, createdAt: ctx.now })
      .onConflictDoNothing()
  })
}
