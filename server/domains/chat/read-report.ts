import { and, asc, between, desc, eq, inArray } from 'drizzle-orm'
import { chatReports, conversations, files, messageAttachments, messageVersions, messages, users } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import { privateAddress } from '#server/domains/files'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { ReadReport, ReportedMessages } from '#shared/contracts/chat'
import { reportNotFound, reportsNotYours } from './chat-errors'
import type { MessageRow } from './chat-locks'
import { mayModerate } from './chat-policy'
import { titleOf } from './list-conversations'
import { sideOf } from './present-messages'
import { nameOf } from './shown-names'

const AROUND = 5

/** The message that somebody reported, with the five before and after it, also what was taken back; with a reason that the audit keeps. */
export function readReport(ctx: Context, actor: Actor, reportId: string, { reason }: ReadReport): Promise<ReportedMessages> {
  if (!mayModerate(actor)) throw reportsNotYours()
  return inTransaction(ctx, async (ctx) => {
    const [found] = await ctx.db
      .select({ seq: chatReports.seq, conversation: conversations })
      .from(chatReports)
      .innerJoin(conversations, eq(conversations.id, chatReports.conversationId))
      .where(eq(chatReports.id, reportId))
    if (!found) throw reportNotFound()
    const { seq, conversation } = found
    const rows = await ctx.db
      .select({ message: messages, sender: { name: users.name, status: users.status } })
      .from(messages)
      .leftJoin(users, eq(users.id, messages.senderId))
      .where(and(eq(messages.conversationId, conversation.id), between(messages.seq, seq - AROUND, seq + AROUND)))
      .orderBy(asc(messages.seq))
    const said = rows.map(({ message }) => message)
    const [last, shown] = [await lastWords(ctx, said), await filesOf(ctx, said)]

    await recordAudit(ctx, actor, { action: 'chat.report_read', subject: { type: 'chat_report', id: reportId }, details: { reason } })
    return {
      messages: rows.map(({ message, sender }) => ({
        seq: message.seq,
        isReported: message.seq === seq,
        side: sideOf(conversation, message),
        senderName: sender && nameOf(sender),
        kind: message.kind,
        body: message.deletedAt ? (last.get(message.seq) ?? '') : wordsOf(message),
        isDeleted: message.deletedAt !== null,
        files: shown.filter((file) => file.seq === message.seq).map(({ id, name }) => ({ name: name ?? '', url: privateAddress(ctx, id) })),
        createdAt: message.createdAt.toISOString(),
      })),
    }
  })
}

const wordsOf = ({ body, context }: MessageRow): string => (context ? titleOf(context) : body)

/** What deleted messages said before that. */
async function lastWords(ctx: Context, said: readonly MessageRow[]): Promise<ReadonlyMap<number, string>> {
  const gone = said.filter(({ deletedAt }) => deletedAt !== null)
  if (gone.length === 0) return new Map()
  const seqs = gone.map(({ seq }) => seq)
  const versions = await ctx.db
    .selectDistinctOn([messageVersions.seq], { seq: messageVersions.seq, body: messageVersions.body })
    .from(messageVersions)
    .where(and(eq(messageVersions.conversationId, gone[0]!.conversationId), inArray(messageVersions.seq, seqs)))
    .orderBy(asc(messageVersions.seq), desc(messageVersions.rev))
  return new Map(versions.map(({ seq, body }) => [seq, body]))
}

async function filesOf(ctx: Context, said: readonly MessageRow[]): Promise<{ seq: number; id: string; name: string | null }[]> {
  const [first] = said
  if (!first) return []
  const seqs = said.map(({ seq }) => seq)
  return ctx.db
    .select({ seq: messageAttachments.seq, id: files.id, name: files.name })
    .from(messageAttachments)
    .innerJoin(files, eq(files.id, messageAttachments.fileId))
    .where(and(eq(messageAttachments.conversationId, first.conversationId), inArray(messageAttachments.seq, seqs)))
    .orderBy(asc(messageAttachments.seq), asc(messageAttachments.position))
}
