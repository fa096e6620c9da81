import { and, asc, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { chatReports, conversations, messages, rooms, shops, users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { cutPage, decodeCursor, momentKeySchema } from '#server/platform/database/keyset'
import type { ChatReport, ChatReportPage, ChatReportQuery } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'
import { reportsNotYours } from './chat-errors'
import type { MessageRow } from './chat-locks'
import { mayModerate } from './chat-policy'
import { sideOf } from './present-messages'
import { nameOf } from './shown-names'

const PAGE = 25

/** What people had looked at, without what was written: the open ones, the longest waiting first, or the decided ones, the latest first. */
export async function listReports(ctx: Context, actor: Actor, { state, cursor }: ChatReportQuery): Promise<ChatReportPage> {
  if (!mayModerate(actor)) throw reportsNotYours()
  const isOpen = state === 'open'
  const by = isOpen ? chatReports.createdAt : chatReports.decidedAt
  const last = cursor ? decodeCursor(cursor, z.tuple([momentKeySchema, idSchema])) : null
  const after = last && sql`(${by}, ${chatReports.id}) ${sql.raw(isOpen ? '>' : '<')} (${last[0]}::timestamptz, ${last[1]}::uuid)`
  const direction = isOpen ? asc : desc

  const [rows, openCount] = await Promise.all([
    ctx.db
      .select({
        report: chatReports,
        conversation: conversations,
        shop: shops,
        room: rooms,
        message: { kind: messages.kind, senderId: messages.senderId },
        sender: users,
      })
      .from(chatReports)
      .innerJoin(conversations, eq(conversations.id, chatReports.conversationId))
      .innerJoin(messages, and(eq(messages.conversationId, chatReports.conversationId), eq(messages.seq, chatReports.seq)))
      .leftJoin(shops, eq(shops.id, conversations.shopId))
      .leftJoin(rooms, eq(rooms.conversationId, conversations.id))
      .leftJoin(users, eq(users.id, messages.senderId))
      .where(and(isOpen ? isNull(chatReports.decidedAt) : isNotNull(chatReports.decidedAt), after ?? undefined))
      .orderBy(direction(by), direction(chatReports.id))
      .limit(PAGE + 1),
    ctx.db.$count(chatReports, isNull(chatReports.decidedAt)),
  ])
  const page = cutPage(rows, PAGE, ({ report }) => [(report.decidedAt ?? report.createdAt).toISOString(), report.id])
  return { ...page, items: page.items.map(present), openCount }
}

function present({
  report,
  conversation,
  shop,
  room,
  message,
  sender,
}: {
  report: typeof chatReports.$inferSelect
  conversation: typeof conversations.$inferSelect
  shop: typeof shops.$inferSelect | null
  room: typeof rooms.$inferSelect | null
  message: Pick<MessageRow, 'kind' | 'senderId'>
  sender: typeof users.$inferSelect | null
}): ChatReport {
  const { id, reason, note, decision, statement, decidedAt, createdAt } = report
  return {
    id,
    reason,
    note,
    shop: shop && { slug: shop.slug, name: shop.name },
    room: room?.name ?? null,
    writer: { userId: message.senderId, name: sender && nameOf(sender), side: sideOf(conversation, message) },
    decision,
    statement,
    decidedAt: decidedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
  }
}
