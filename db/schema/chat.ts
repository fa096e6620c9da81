import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core'
import {
  CONVERSATION_KINDS,
  CONVERSATION_ROLES,
  MESSAGE_KINDS,
  REPORT_DECISIONS,
  REPORT_CAUSES,
  ROOM_NOTICES,
  ROOM_VISIBILITIES,
  VERSION_REASONS,
} from '../../shared/lifecycles/chat'
import type { OpeningHours } from '../../shared/opening-hours'
import { createdAt, moment, oneOf, primaryId, status } from '../columns'
import { users } from './accounts'
import { files } from './files'
import { orders } from './orders'
import { shopMembers, shops } from './shops'

/** What a conversation turns to, as it was called then. */
export type SpokenOf =
  | { kind: 'product'; productId: string; slug: string; title: string }
  | { kind: 'order'; orderId: string; number: string; groupNumber: string }

/** A line of messages between people; locked by whoever adds to it. */
export const conversations = pgTable(
  'conversations',
  {
    id: primaryId(),
    kind: status(CONVERSATION_KINDS).notNull(),
    shopId: uuid().references(() => shops.id),
    /** Null while it is a guest's, who shows the key of their order. */
    buyerId: uuid().references(() => users.id),
    /** Whose buyer it is with; of those of kind `order`. */
    orderId: uuid().references(() => orders.id),
    /** The number of the newest message; 0 before the first. */
    lastSeq: integer().notNull().default(0),
    /** The number of the newest visible change: a message that is new, edited or deleted. */
    lastRev: integer().notNull().default(0),
    /** Somebody has written; what was only opened is not shown to the other side. */
    begun: boolean().notNull().default(false),
    /** Up to which message anybody of the shop has read, or of kind `support` of those who answer for the marketplace. */
    shopReadSeq: integer().notNull().default(0),
    /** Up to which message a guest has read. */
    guestReadSeq: integer().notNull().default(0),
    /** Up to which message each side was told by mail that there is something to read. */
    buyerMailedSeq: integer().notNull().default(0),
    shopMailedSeq: integer().notNull().default(0),
    /** Since when a side wants nothing of the other; then neither can write. */
    buyerBlockedAt: moment(),
    shopBlockedAt: moment(),
    /** When the shop was through with it; what its shopper writes opens it again. A room is closed for good. */
    closedAt: moment(),
    /** Who of the shop's team looks after it; nobody once they have left. */
    assigneeId: uuid().references(() => shopMembers.id, { onDelete: 'set null' }),
    /** Since when the shopper has waited for an answer of the shop. */
    waitingSince: moment(),
    createdAt: createdAt(),
    /** When the newest message was written. */
    updatedAt: createdAt(),
  },
  (table) => [
    uniqueIndex('one_direct_conversation_a_shop_and_buyer')
      .on(table.shopId, table.buyerId)
      .where(sql`${table.kind} = 'direct'`),
    uniqueIndex('one_conversation_an_order')
      .on(table.orderId)
      .where(sql`${table.kind} = 'order'`),
    uniqueIndex('one_support_conversation_a_person')
      .on(table.buyerId)
      .where(sql`${table.kind} = 'support'`),
    index('conversations_of_support')
      .on(table.updatedAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`${table.kind} = 'support' and ${table.begun}`),
    index('conversations_unread_by_support')
      .on(table.id)
      .where(sql`${table.kind} = 'support' and ${table.begun} and ${table.lastSeq} > ${table.shopReadSeq}`),
    index('conversations_of_shop').on(table.shopId, table.updatedAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    index('conversations_of_shop_open')
      .on(table.shopId, table.updatedAt.desc().nullsFirst(), table.id.desc().nullsFirst())
      .where(sql`${table.begun} and ${table.closedAt} is null`),
    index('conversations_of_assignee').on(table.assigneeId),
    index('conversations_of_buyer').on(table.buyerId, table.updatedAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    index('conversations_unread_by_shop')
      .on(table.shopId)
      .where(sql`${table.begun} and ${table.lastSeq} > ${table.shopReadSeq}`),
    index('conversations_by_newest').on(table.updatedAt),
    check('conversations_kind_known', oneOf(table.kind, CONVERSATION_KINDS)),
    check(
      'conversations_direct_have_two_sides',
      sql`${table.kind} <> 'direct' or (${table.shopId} is not null and ${table.buyerId} is not null)`,
    ),
    check(
      'conversations_of_support_have_a_person',
      sql`${table.kind} <> 'support' or (${table.buyerId} is not null and ${table.shopId} is null and ${table.assigneeId} is null)`,
    ),
    check(
      'conversations_of_orders_have_one',
      sql`(${table.kind} = 'order') = (${table.orderId} is not null and ${table.shopId} is not null)`,
    ),
  ],
)

/** Who takes part, and how far they have read. Of a shop's team those are in it who have looked. */
export const conversationMembers = pgTable(
  'conversation_members',
  {
    conversationId: uuid()
      .notNull()
      .references(() => conversations.id),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    role: status(CONVERSATION_ROLES).notNull(),
    lastReadSeq: integer().notNull().default(0),
    /** What they want to be told of a room. */
    notices: status(ROOM_NOTICES).notNull().default('answers'),
    /** Up to which message of a room they were told by mail that there is something to read. */
    mailedSeq: integer().notNull().default(0),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.conversationId, table.userId] }),
    uniqueIndex('one_owner_a_room')
      .on(table.conversationId)
      .where(sql`${table.role} = 'owner'`),
    index('conversation_members_by_user').on(table.userId),
    check('conversation_members_role_known', oneOf(table.role, CONVERSATION_ROLES)),
    check('conversation_members_notices_known', oneOf(table.notices, ROOM_NOTICES)),
  ],
)

/** What a conversation of kind `room` is called and who may join it. */
export const rooms = pgTable(
  'rooms',
  {
    conversationId: uuid()
      .primaryKey()
      .references(() => conversations.id),
    name: text().notNull(),
    topic: text().notNull().default(''),
    visibility: status(ROOM_VISIBILITIES).notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index('rooms_listed')
      .on(table.name, table.conversationId)
      .where(sql`${table.visibility} = 'public'`),
    check('rooms_visibility_known', oneOf(table.visibility, ROOM_VISIBILITIES)),
  ],
)

/** Who may not come back to a room. */
export const roomBans = pgTable(
  'room_bans',
  {
    conversationId: uuid()
      .notNull()
      .references(() => rooms.conversationId),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    /** The owner said so, and no moderator lifts it. */
    byOwner: boolean().notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.conversationId, table.userId] }), index('room_bans_of_user').on(table.userId)],
)

/** The link by which people join a room: one at a time, of which the hash is kept. */
export const roomInvitations = pgTable('room_invitations', {
  conversationId: uuid()
    .primaryKey()
    .references(() => rooms.conversationId),
  id: uuid().notNull(),
  tokenHash: text().notNull().unique('one_room_an_invitation'),
  expiresAt: moment().notNull(),
})

/** What was said: `seq` orders, `rev` says when it last changed. */
export const messages = pgTable(
  'messages',
  {
    conversationId: uuid()
      .notNull()
      .references(() => conversations.id),
    seq: integer().notNull(),
    rev: integer().notNull(),
    /** Null where the marketplace speaks by itself, and where a guest does. */
    senderId: uuid().references(() => users.id),
    /** Made by whoever sends, so that a message that is sent again is stored once. */
    clientId: uuid().notNull(),
    kind: status(MESSAGE_KINDS).notNull(),
    /** Empty once it is deleted; of kind `system` a word for what happened. */
    body: text().notNull().default(''),
    context: jsonb().$type<SpokenOf>(),
    replyToSeq: integer(),
    /** Since when only its own side sees it, until a moderator has looked. */
    heldAt: moment(),
    editedAt: moment(),
    deletedAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.conversationId, table.seq] }),
    unique('one_message_a_sender_and_client_id').on(table.conversationId, table.senderId, table.clientId).nullsNotDistinct(),
    unique('one_message_a_rev').on(table.conversationId, table.rev),
    index('messages_of_sender').on(table.senderId),
    index('messages_by_words')
      .using('gin', sql`to_tsvector('souk_plain'::regconfig, ${table.body})`)
      .where(sql`${table.body} <> ''`),
    foreignKey({
      name: 'messages_reply_to',
      columns: [table.conversationId, table.replyToSeq],
      foreignColumns: [table.conversationId, table.seq],
    }),
    check('messages_kind_known', oneOf(table.kind, MESSAGE_KINDS)),
    check('messages_context_is_of_something', sql`(${table.kind} in ('context', 'system')) = (${table.context} is not null)`),
    check('messages_deleted_are_empty', sql`${table.deletedAt} is null or ${table.body} = ''`),
  ],
)

/** Pictures and files of a message. They stay with one that was deleted, for moderators. */
export const messageAttachments = pgTable(
  'message_attachments',
  {
    conversationId: uuid().notNull(),
    seq: integer().notNull(),
    position: integer().notNull(),
    fileId: uuid()
      .notNull()
      .unique('one_message_an_attachment')
      .references(() => files.id),
  },
  (table) => [
    primaryKey({ columns: [table.conversationId, table.seq, table.position] }),
    foreignKey({
      name: 'message_attachments_of_message',
      columns: [table.conversationId, table.seq],
      foreignColumns: [messages.conversationId, messages.seq],
    }),
  ],
)

/** What a message said before it was edited or deleted, for moderators; append-only, and gone with the account of who said it. */
export const messageVersions = pgTable(
  'message_versions',
  {
    conversationId: uuid().notNull(),
    seq: integer().notNull(),
    /** The `rev` that the message had while it said this. */
    rev: integer().notNull(),
    body: text().notNull(),
    why: status(VERSION_REASONS).notNull(),
    /** Who of a room's people removed it; null where whoever wrote it did so, or a moderator of the marketplace. */
    removedBy: uuid().references(() => users.id),
    /** When it ceased to say so. */
    at: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.conversationId, table.seq, table.rev] }),
    foreignKey({
      name: 'message_versions_of_message',
      columns: [table.conversationId, table.seq],
      foreignColumns: [messages.conversationId, messages.seq],
    }),
    check('message_versions_why_known', oneOf(table.why, VERSION_REASONS)),
  ],
)

/** A message that somebody wants a moderator to look at. */
export const chatReports = pgTable(
  'chat_reports',
  {
    id: primaryId(),
    conversationId: uuid().notNull(),
    seq: integer().notNull(),
    /** Null once the account is gone. */
    reporterId: uuid().references(() => users.id),
    reason: status(REPORT_CAUSES).notNull(),
    note: text().notNull().default(''),
    decision: status(REPORT_DECISIONS),
    /** Why it was decided so. */
    statement: text().notNull().default(''),
    decidedBy: uuid().references(() => users.id),
    decidedAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    foreignKey({
      name: 'chat_reports_of_message',
      columns: [table.conversationId, table.seq],
      foreignColumns: [messages.conversationId, messages.seq],
    }),
    unique('one_report_a_message_and_person').on(table.conversationId, table.seq, table.reporterId),
    index('chat_reports_to_decide').on(table.decidedAt, table.createdAt, table.id),
    index('chat_reports_of_reporter').on(table.reporterId),
    check('chat_reports_reason_known', oneOf(table.reason, REPORT_CAUSES)),
    check('chat_reports_decision_known', oneOf(table.decision, REPORT_DECISIONS)),
    check('chat_reports_decided_by_somebody', sql`(${table.decision} is null) = (${table.decidedAt} is null)`),
  ],
)

/** What a shop's team says often: put into a message by name, to be changed before it is sent. */
export const savedReplies = pgTable(
  'saved_replies',
  {
    id: primaryId(),
    shopId: uuid()
      .notNull()
      .references(() => shops.id),
    title: text().notNull(),
    /** With what is filled in for each conversation, as in `shared/saved-reply.ts`. */
    body: text().notNull(),
    createdAt: createdAt(),
  },
  (table) => [index('saved_replies_of_shop').on(table.shopId)],
)

/** What a shop says by itself to whom writes while nobody is there. */
export const shopInboxes = pgTable('shop_inboxes', {
  shopId: uuid()
    .primaryKey()
    .references(() => shops.id),
  autoReplyOn: boolean().notNull(),
  autoReply: text().notNull(),
  /** IANA. */
  timeZone: text().notNull(),
  hours: jsonb().$type<OpeningHours>().notNull(),
})

/** How long a shopper waited for each answer of a shop; append-only. */
export const chatAnswers = pgTable(
  'chat_answers',
  {
    conversationId: uuid().notNull(),
    /** Of the message that answered. */
    seq: integer().notNull(),
    shopId: uuid()
      .notNull()
      .references(() => shops.id),
    askedAt: moment().notNull(),
    answeredAt: moment().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.conversationId, table.seq] }),
    foreignKey({
      name: 'chat_answers_of_message',
      columns: [table.conversationId, table.seq],
      foreignColumns: [messages.conversationId, messages.seq],
    }),
    index('chat_answers_of_shop').on(table.shopId, table.answeredAt),
  ],
)
