import { and, asc, eq, gt, inArray, isNull, ne, or, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { conversationMembers, conversations, messages, rooms, users } from '#db/schema'
import { pageAddress, wantsMail } from '#server/domains/accounts'
import type { Context } from '#server/platform/context'
import type { DomainEvents } from '#server/platform/queue/events'
import { SAID_KINDS } from '#shared/lifecycles/chat'
import { composeUnread, languageOf, MOST_QUOTED } from './mail-unread'
import { namesInRoom } from './room-names'
import { nameOf } from './shown-names'

const TEXTS = {
  en: {
    subject: (room: string) => `New in “${room}”`,
    subjectOfAnswer: (room: string) => `An answer to you in “${room}”`,
    gone: 'Somebody who has left',
  },
  de: {
    subject: (room: string) => `Neues in „${room}“`,
    subjectOfAnswer: (room: string) => `Eine Antwort an Sie in „${room}“`,
    gone: 'Jemand, der nicht mehr hier ist',
  },
}
const own = alias(messages, 'own')

/** Tells somebody what was written in a room, as far as they want to know it, unless they have read it meanwhile or are out. Repeating it sends nothing twice. */
export async function mailRoom(ctx: Context, { roomId, userId, seq }: DomainEvents['room.unread']): Promise<void> {
  const [found] = await ctx.db
    .select({ member: conversationMembers, room: rooms, user: users })
    .from(conversationMembers)
    .innerJoin(conversations, and(eq(conversations.id, conversationMembers.conversationId), isNull(conversations.closedAt)))
    .innerJoin(rooms, eq(rooms.conversationId, conversationMembers.conversationId))
    .innerJoin(users, and(eq(users.id, conversationMembers.userId), eq(users.status, 'active')))
    .where(and(eq(conversationMembers.conversationId, roomId), eq(conversationMembers.userId, userId)))
  if (!found || found.member.notices === 'none' || !(await wantsMail(ctx, userId, 'messages'))) return
  const { member, room, user } = found

  const said = await ctx.db
    .select({ kind: messages.kind, body: messages.body, senderId: messages.senderId, name: users.name, status: users.status })
    .from(messages)
    .leftJoin(users, eq(users.id, messages.senderId))
    .leftJoin(own, and(eq(own.conversationId, messages.conversationId), eq(own.seq, messages.replyToSeq), eq(own.senderId, userId)))
    .where(
      and(
        eq(messages.conversationId, roomId),
        gt(messages.seq, member.lastReadSeq),
        inArray(messages.kind, [...SAID_KINDS]),
        or(isNull(messages.senderId), ne(messages.senderId, userId)),
        isNull(messages.deletedAt),
        isNull(messages.heldAt),
        member.notices === 'all' ? undefined : sql`${own.seq} is not null`,
      ),
    )
    .orderBy(asc(messages.seq))
    .limit(MOST_QUOTED + 1)
  if (said.length === 0) return

  const language = languageOf(user)
  const { subject, subjectOfAnswer, gone } = TEXTS[language]
  const senderIds = said.map(({ senderId }) => senderId)
  const names = await namesInRoom(ctx, roomId, senderIds)
  const signed = ({ senderId, name, status }: (typeof said)[number]) =>
    names.get(senderId ?? '') ?? ((name !== null && status !== null && nameOf({ name, status })) || gone)
  await ctx.mailer.send({
    to: user.email,
    subject: (member.notices === 'all' ? subject : subjectOfAnswer)(room.name),
    idempotencyKey: `unread-room:${roomId}:${userId}:${seq}`,
    ...composeUnread(
      ctx,
      { language, address: pageAddress(ctx.config, language, `/messages/${roomId}`) },
      said.map((message) => ({ ...message, signed: signed(message) })),
    ),
  })
}
