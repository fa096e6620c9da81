import { and, asc, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import { chatReports, conversationMembers, conversations, messageAttachments, messageVersions, messages, roomBans, rooms } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { PersonalData } from '#server/platform/personal-data'
import { WRITTEN_KINDS } from '#shared/lifecycles/chat'
import { announceConversation } from './announce-conversation'
import type { ConversationRow } from './chat-locks'
import { passOn } from './pass-on-rooms'

/** What somebody has said, and in which conversations. */
export async function personalDataOf(ctx: Context, userId: string): Promise<PersonalData> {
  const { db } = ctx
  return {
    conversations: (await db.select().from(conversations).where(eq(conversations.buyerId, userId)).orderBy(asc(conversations.createdAt)))
      // How a shop deals with it is the shop's.
      .map(({ id, kind, shopId, buyerId, orderId, buyerBlockedAt, createdAt, updatedAt }) => ({
        ...{ id, kind, shopId, buyerId, orderId, buyerBlockedAt, createdAt, updatedAt },
      })),
    conversation_members: await db.select().from(conversationMembers).where(eq(conversationMembers.userId, userId)),
    rooms: (
      await db
        .select({ room: rooms })
        .from(rooms)
        .innerJoin(conversationMembers, eq(conversationMembers.conversationId, rooms.conversationId))
        .where(and(eq(conversationMembers.userId, userId), eq(conversationMembers.role, 'owner')))
        .orderBy(asc(rooms.createdAt))
    ).map(({ room }) => room),
    room_bans: await db.select().from(roomBans).where(eq(roomBans.userId, userId)),
    messages: await db
      .select()
      .from(messages)
      .where(eq(messages.senderId, userId))
      .orderBy(asc(messages.conversationId), asc(messages.seq)),
    message_attachments: await db
      .select({ conversationId: messageAttachments.conversationId, seq: messageAttachments.seq, fileId: messageAttachments.fileId })
      .from(messageAttachments)
      .innerJoin(messages, and(eq(messages.conversationId, messageAttachments.conversationId), eq(messages.seq, messageAttachments.seq)))
      .where(eq(messages.senderId, userId))
      .orderBy(asc(messageAttachments.conversationId), asc(messageAttachments.seq), asc(messageAttachments.position)),
    chat_reports: await db
      .select({ conversationId: chatReports.conversationId, seq: chatReports.seq, reason: chatReports.reason, note: chatReports.note })
      .from(chatReports)
      .where(eq(chatReports.reporterId, userId)),
    message_versions: await db
      .select({
        conversationId: messageVersions.conversationId,
        seq: messageVersions.seq,
        body: messageVersions.body,
        at: messageVersions.at,
      })
      .from(messageVersions)
      .innerJoin(messages, and(eq(messages.conversationId, messageVersions.conversationId), eq(messages.seq, messageVersions.seq)))
      .where(eq(messages.senderId, userId))
      .orderBy(asc(messageVersions.at)),
  }
}

/**
 * What a shopper said is gone, but for its place, as is what somebody said in rooms; what was said for a shop is the shop's and
 * stays, without a name. A room of theirs goes on to whoever has kept order in it for longest, or else been in it; with nobody else it ends.
 */
export async function erasePersonalData(ctx: Context, userId: string): Promise<void> {
  const { db } = ctx
  const inside = db
    .select({ id: conversationMembers.conversationId })
    .from(conversationMembers)
    .where(eq(conversationMembers.userId, userId))
  const spokenIn = db.select({ id: messages.conversationId }).from(messages).where(eq(messages.senderId, userId))
  const isOfRoom = and(eq(conversations.kind, 'room'), or(inArray(conversations.id, inside), inArray(conversations.id, spokenIn)))
  const own = await db
    .select()
    .from(conversations)
    .where(or(eq(conversations.buyerId, userId), isOfRoom))
    .orderBy(asc(conversations.id))
    .for('no key update')
  const left = await db.delete(conversationMembers).where(eq(conversationMembers.userId, userId)).returning()
  await db.delete(roomBans).where(eq(roomBans.userId, userId))
  await db.update(chatReports).set({ reporterId: null, note: '' }).where(eq(chatReports.reporterId, userId))
  for (const conversation of own)
    if (left.some(({ conversationId, role }) => conversationId === conversation.id && role === 'owner'))
      if (!(await passOn(ctx, conversation))) await forgetName(ctx, conversation)
  if (own.length === 0) return

  const ids = own.map(({ id }) => id)
  const said = and(inArray(messages.conversationId, ids), eq(messages.senderId, userId), inArray(messages.kind, [...WRITTEN_KINDS]))
  const places = db.select({ id: messages.conversationId, seq: messages.seq }).from(messages).where(said)
  for (const table of [messageVersions, messageAttachments])
    await db.delete(table).where(sql`(${table.conversationId}, ${table.seq}) in (${places})`)
  for (const conversation of own) {
    const here = and(said, eq(messages.conversationId, conversation.id), isNull(messages.deletedAt))
    const numbered = db
      .select({ seq: messages.seq, step: sql<number>`row_number() over (order by ${messages.seq})`.as('step') })
      .from(messages)
      .where(here)
      .as('numbered')
    await db.update(conversations).set({ waitingSince: null }).where(eq(conversations.id, conversation.id))
    const taken = await db
      .update(messages)
      .set({ body: '', deletedAt: ctx.now, rev: sql`${conversation.lastRev} + ${numbered.step}` })
      .from(numbered)
      .where(and(eq(messages.conversationId, conversation.id), eq(messages.seq, numbered.seq)))
      .returning({ rev: messages.rev })
    if (taken.length === 0) continue
    const lastRev = conversation.lastRev + taken.length
    await db.update(conversations).set({ lastRev }).where(eq(conversations.id, conversation.id))
    await announceConversation(ctx, conversation, lastRev)
  }
}

/** With whoever called it so a room that nobody is in loses its name. */
const forgetName = (ctx: Context, { id }: ConversationRow) =>
  ctx.db.update(rooms).set({ name: '', topic: '' }).where(eq(rooms.conversationId, id))
