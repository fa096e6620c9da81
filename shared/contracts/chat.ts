import { z } from 'zod'
import {
  ATTACHMENT_MAX_MEGABYTES,
  ATTACHMENTS_A_MESSAGE,
  CONVERSATION_KINDS,
  INBOX_VIEWS,
  MESSAGE_KINDS,
  ORDER_NOTICES,
  MESSAGE_MOST_CHARACTERS,
  REPORT_CAUSES,
  REPORT_DECISIONS,
  REPORT_REASONS,
  ROOM_NOTICES,
  ROOM_ROLES,
  ROOM_VISIBILITIES,
  SUPPORT_VIEWS,
} from '../lifecycles/chat'
import { productCardSchema } from './catalog'
import { cursorSchema, idSchema, momentSchema, pageOf, pictureSchema, slugSchema, textSchema } from './common'
import { accessKeySchema, groupNumberSchema, orderNumberSchema } from './orders'
import { offerSchema } from './offers'
import { PICTURE_TYPES } from './pictures'
import { timeZoneSchema } from './profile'

const seqSchema = z.number().int().min(1).max(2_000_000_000)

/** The same in an address. */
export const seqParamSchema = z.coerce.number().pipe(seqSchema)

/**
 * What somebody wants to talk to a shop about: a product or an order of it, or nothing in particular; or that they want to talk to
 * the marketplace, perhaps about an order of theirs. Guests show the key of their order's link, to a shop.
 */
export const openConversationSchema = z.discriminatedUnion('about', [
  z.strictObject({ about: z.literal('product'), slug: slugSchema }),
  z.strictObject({ about: z.literal('order'), number: orderNumberSchema, key: accessKeySchema.optional() }),
  z.strictObject({ about: z.literal('shop'), slug: slugSchema }),
  z.strictObject({ about: z.literal('support'), number: orderNumberSchema.optional() }),
])
export type OpenConversation = z.infer<typeof openConversationSchema>

const bodySchema = textSchema.min(1).max(MESSAGE_MOST_CHARACTERS)

/** `clientId` is made by whoever sends: sent again with the same one, a message is stored once. */
export const sendMessageSchema = z
  .strictObject({
    clientId: idSchema,
    /** May be left empty beside attachments. */
    body: textSchema.max(MESSAGE_MOST_CHARACTERS).default(''),
    replyToSeq: seqSchema.nullable().default(null),
    /** What was sent to this conversation before, in the order in which it is shown. */
    attachmentIds: z
      .array(idSchema)
      .max(ATTACHMENTS_A_MESSAGE)
      .refine((ids) => new Set(ids).size === ids.length)
      .default([]),
  })
  .refine(({ body, attachmentIds }) => body !== '' || attachmentIds.length > 0, { path: ['body'] })
export type SendMessage = z.input<typeof sendMessageSchema>

export const ATTACHMENT_MAX_BYTES = ATTACHMENT_MAX_MEGABYTES * 1024 * 1024
/** Counts every file that a person sends to conversations. */
export const ATTACHMENT_LIMIT = { name: 'chat-attachments', max: 120, windowSeconds: 60 * 60, by: 'actor' } as const
export const ATTACHMENT_TYPES = [...PICTURE_TYPES, 'application/pdf', 'text/plain', 'text/csv'] as const

/** What a file is called where it comes from. */
export const attachmentQuerySchema = z.object({ name: z.string().max(500).default('') })

/** A picture or file; it is read at `/files/{fileId}` by who takes part, with `size=small` a picture in little. */
export const attachmentSchema = z.object({
  fileId: idSchema,
  kind: z.enum(['image', 'file']),
  name: z.string(),
  sizeBytes: z.number().int(),
  /** Of a picture, in pixels. */
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  placeholder: z.string().nullable(),
})
export type Attachment = z.infer<typeof attachmentSchema>

export const editMessageSchema = z.strictObject({ body: bodySchema })
export type EditMessage = z.infer<typeof editMessageSchema>

/** Up to which message one has read. */
export const readConversationSchema = z.strictObject({ seq: z.number().int().min(0).max(2_000_000_000) })
export type ReadConversation = z.infer<typeof readConversationSchema>

/** Closes a conversation for a shop or opens it again, and says who of its team looks after it. What is left out stays. */
export const handleConversationSchema = z
  .strictObject({
    closed: z.boolean(),
    /** The number of the newest message that whoever closes it has seen; left out, it is closed whatever was written meanwhile. */
    seenSeq: seqSchema,
    assigneeId: idSchema.nullable(),
  })
  .partial()
  .refine(({ closed, assigneeId }) => closed !== undefined || assigneeId !== undefined)
export type HandleConversation = z.infer<typeof handleConversationSchema>

/** The same for the marketplace, where nobody in particular looks after one. */
export const handleSupportSchema = z.strictObject({ closed: z.boolean(), seenSeq: seqSchema.optional() })

/** What a shop says often. Its body may name what differs in each conversation, as `{customer}`. */
export const savedReplyInputSchema = z.strictObject({
  title: textSchema.min(1).max(60),
  body: textSchema.min(1).max(MESSAGE_MOST_CHARACTERS),
})
export type SavedReplyInput = z.infer<typeof savedReplyInputSchema>
export const savedReplySchema = z.object({ id: idSchema, title: z.string(), body: z.string() })
export type SavedReply = z.infer<typeof savedReplySchema>
/** By title. */
export const savedRepliesSchema = z.object({ items: z.array(savedReplySchema) })

const timeOfDaySchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const openDaySchema = z.strictObject({ from: timeOfDaySchema, to: timeOfDaySchema }).refine(({ from, to }) => from < to, { path: ['to'] })
/** What a shop says by itself to whom writes while nobody is there: outside of `hours` (Monday first, null where it is closed), and on holiday. */
export const inboxSettingsSchema = z.strictObject({
  autoReplyOn: z.boolean(),
  autoReply: textSchema.min(1).max(1000),
  timeZone: timeZoneSchema,
  hours: z.array(openDaySchema.nullable()).length(7),
})
export type InboxSettings = z.infer<typeof inboxSettingsSchema>

const responseTimeSchema = z.object({
  /** How many answers there were in the last 90 days. */
  answers: z.number().int(),
  /** Half of them came within so many minutes; null while there are too few. */
  medianMinutes: z.number().int().nullable(),
})
export type ResponseTime = z.infer<typeof responseTimeSchema>
export const shopInboxSchema = z.object({ settings: inboxSettingsSchema.nullable(), responseTime: responseTimeSchema })
export type ShopInbox = z.infer<typeof shopInboxSchema>

/** On which side somebody talks: as the shopper, or for the shop or the marketplace (`shop`); in a room all are on the same. */
export const CONVERSATION_SIDES = ['buyer', 'shop', 'member'] as const
export type ConversationSide = (typeof CONVERSATION_SIDES)[number]

/** What is spoken of from here on. `card` is null where the product cannot be seen any more. */
const messageContextSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('product'), title: z.string(), card: productCardSchema.nullable() }),
  z.object({ kind: z.literal('order'), number: orderNumberSchema, groupNumber: groupNumberSchema }),
])
export type MessageContext = z.infer<typeof messageContextSchema>

export const messageSchema = z.object({
  /** Orders the messages of a conversation, without gaps. */
  seq: seqSchema,
  /** When it last changed, as a count of all changes. */
  rev: seqSchema,
  kind: z.enum(MESSAGE_KINDS),
  /** Null where the marketplace speaks by itself. */
  side: z.enum(CONVERSATION_SIDES).nullable(),
  /** Null where the account is gone. */
  senderName: z.string().nullable(),
  isOwn: z.boolean(),
  /** Of one's own messages; null of others'. */
  clientId: idSchema.nullable(),
  /** Empty once it is deleted. */
  body: z.string(),
  /** A moderator looks at it first: till then only its own side sees more than its place. */
  isHeld: z.boolean(),
  /** None once it is deleted. */
  attachments: z.array(attachmentSchema),
  context: messageContextSchema.nullable(),
  /** What the marketplace says of the order that is `context`. */
  notice: z.enum(ORDER_NOTICES).nullable(),
  /** Of a message of that kind: the price that is offered, and what became of it. */
  offer: offerSchema.nullable(),
  replyToSeq: seqSchema.nullable(),
  editedAt: momentSchema.nullable(),
  deletedAt: momentSchema.nullable(),
  createdAt: momentSchema,
})
export type MessageView = z.infer<typeof messageSchema>

export const conversationSchema = z.object({
  id: idSchema,
  kind: z.enum(CONVERSATION_KINDS),
  /** Null of a room, and where somebody talks with the marketplace. */
  shop: z.object({ slug: slugSchema, name: z.string(), logo: pictureSchema.nullable() }).nullable(),
  /** What a room is, and as what one is in it; null of other conversations. */
  room: z
    .object({
      name: z.string(),
      topic: z.string(),
      visibility: z.enum(ROOM_VISIBILITIES),
      role: z.enum(ROOM_ROLES),
      members: z.number().int(),
      /** What one wants to be told of it. */
      notices: z.enum(ROOM_NOTICES),
      /** Nobody can write there any more. */
      closed: z.boolean(),
    })
    .nullable(),
  /** Null where the account is gone; then nobody can write any more. A guest's is of their order; a room has none. */
  buyerName: z.string().nullable(),
  /** Whose account it is; told to those who answer for the marketplace, else null. */
  buyerId: idSchema.nullable(),
  /** Which side wants nothing of the other; then neither can write. One's own goes first. */
  blockedBy: z.enum(['own', 'other']).nullable(),
  lastSeq: z.number().int(),
  lastRev: z.number().int(),
  lastReadSeq: z.number().int(),
  /** Messages that nobody of one's own side has read. */
  unread: z.number().int(),
  /** The newest message, shortened. */
  latest: messageSchema.pick({ kind: true, notice: true, side: true, isOwn: true, isHeld: true, body: true, deletedAt: true }).nullable(),
  /** How it stands for the shop; null for shoppers. */
  handling: z
    .object({
      closedAt: momentSchema.nullable(),
      assignee: z.object({ userId: idSchema, name: z.string() }).nullable(),
      /** Since when the shopper has waited for an answer. */
      waitingSince: momentSchema.nullable(),
    })
    .nullable(),
  updatedAt: momentSchema,
})
export type ConversationView = z.infer<typeof conversationSchema>

/** What shows that a guest is the buyer of the order that a conversation is about. */
export const guestQuerySchema = z.object({ key: accessKeySchema.optional() })

export const conversationQuerySchema = z.object({ cursor: cursorSchema.optional() })
export const shopConversationQuerySchema = conversationQuerySchema.extend({ view: z.enum(INBOX_VIEWS).default('open') })
export type ShopConversationQuery = z.input<typeof shopConversationQuerySchema>
export const supportQuerySchema = conversationQuerySchema.extend({ view: z.enum(SUPPORT_VIEWS).default('open') })
export type SupportQuery = z.input<typeof supportQuerySchema>
export const conversationPageSchema = pageOf(conversationSchema)

export const CONVERSATION_EXPORT_LIMIT = { name: 'chat-export', max: 20, windowSeconds: 600, by: 'actor' } as const
/** What a conversation is saved as. */
export const CONVERSATION_FILES = {
  text: { fileName: 'messages.txt', type: 'text/plain; charset=utf-8' },
  json: { fileName: 'messages.json', type: 'application/json' },
} as const
/** As text to read, or for programs. `timeZone` is that of the reader's device, for who has chosen none. */
export const conversationExportQuerySchema = z.object({
  format: z.enum(['text', 'json']).default('text'),
  language: z.enum(['en', 'de']).default('en'),
  timeZone: timeZoneSchema.optional(),
})
export type ConversationExportQuery = z.infer<typeof conversationExportQuerySchema>
/** The same of one's own, or with the key of a guest. */
export const ownConversationExportQuerySchema = guestQuerySchema.extend(conversationExportQuerySchema.shape)

export const MESSAGE_SEARCH_LIMIT = { name: 'chat-search', max: 60, windowSeconds: 60, by: 'actor' } as const

/** Words that a message says, the last of which may be a beginning; everywhere, or in one conversation. */
export const messageSearchQuerySchema = z.object({
  q: textSchema.trim().min(1).max(100),
  conversationId: idSchema.optional(),
  cursor: cursorSchema.optional(),
})
export type MessageSearchQuery = z.infer<typeof messageSearchQuerySchema>
/** The same of one's own, or with the key of a guest, in the conversation that it opens. */
export const ownMessageSearchQuerySchema = guestQuerySchema.extend(messageSearchQuerySchema.shape)

/** A message in which the words were found. */
export const messageHitSchema = z.object({
  conversation: conversationSchema
    .pick({ id: true, kind: true, shop: true, buyerName: true })
    /** Null where it is no room. */
    .extend({ room: z.object({ name: z.string() }).nullable() }),
  ...messageSchema.pick({ seq: true, kind: true, side: true, senderName: true, isOwn: true, createdAt: true }).shape,
  /** What it says around the words, in parts that follow each other. */
  excerpt: z.array(z.object({ text: z.string(), isMatch: z.boolean() })),
})
export type MessageHit = z.infer<typeof messageHitSchema>
export const messageHitPageSchema = pageOf(messageHitSchema)

const messageRange = {
  afterRev: z.coerce.number().int().min(0).max(2_000_000_000).optional(),
  beforeSeq: seqParamSchema.optional(),
  afterSeq: seqParamSchema.optional(),
}
const isOneWay = ({ afterRev, beforeSeq, afterSeq }: Partial<Record<keyof typeof messageRange, number>>) =>
  [afterRev, beforeSeq, afterSeq].filter((asked) => asked !== undefined).length <= 1

/** What changed after a `rev`, in that order; or what was said after a `seq`, in its order; or before one, or last of all, the newest first. */
export const messageQuerySchema = z.object(messageRange).refine(isOneWay, { path: ['beforeSeq'] })
/** The same of one's own, or with the key of a guest. */
export const ownMessageQuerySchema = guestQuerySchema.extend(messageRange).refine(isOneWay, { path: ['beforeSeq'] })
export type MessageQuery = z.infer<typeof messageQuerySchema>

const messagePlace = { seq: seqParamSchema.optional(), since: momentSchema.optional() }
const isOnePlace = ({ seq, since }: { seq?: number; since?: string }) => (seq === undefined) !== (since === undefined)

/** One message by its number, or the first one since a moment. */
export const messagesAroundQuerySchema = z.object(messagePlace).refine(isOnePlace, { path: ['seq'] })
/** The same of one's own, or with the key of a guest. */
export const ownMessagesAroundQuerySchema = guestQuerySchema.extend(messagePlace).refine(isOnePlace, { path: ['seq'] })
export type MessagesAroundQuery = z.infer<typeof messagesAroundQuerySchema>

/** Messages that follow each other, with the one that was asked for among them. */
export const messagesAroundSchema = z.object({
  /** The one that was asked for, else the newest; null where nothing was said. */
  seq: seqSchema.nullable(),
  items: z.array(messageSchema),
  hasOlder: z.boolean(),
  hasNewer: z.boolean(),
  /** Of the conversation, from before the messages were read. */
  lastRev: z.number().int(),
})
export type MessagesAround = z.infer<typeof messagesAroundSchema>

export const messagePageSchema = z.object({
  items: z.array(messageSchema),
  /** More of it can be asked for in the same direction. */
  hasMore: z.boolean(),
  /** Of the conversation, from before the messages were read: whoever has these has all up to it, once there is no more. */
  lastRev: z.number().int(),
  /** Up to which message the other side has read; null where that is not shown. */
  otherReadSeq: z.number().int().nullable(),
})
export type MessagePage = z.infer<typeof messagePageSchema>

/** So many conversations are asked for at once, by their ids with commas between them. */
export const PRESENCE_MOST = 50
export const presenceQuerySchema = z.object({
  conversations: z
    .string()
    .max(PRESENCE_MOST * 37)
    .transform((ids) => ids.split(','))
    .pipe(z.array(idSchema).max(PRESENCE_MOST)),
})
/** The same of one's own, or with the key of a guest. */
export const ownPresenceQuerySchema = guestQuerySchema.extend(presenceQuerySchema.shape)

/** Whether the other side of a conversation is there. */
export const presenceSchema = z.object({
  conversationId: idSchema,
  /** Null where that cannot be known at this moment. */
  online: z.boolean().nullable(),
  /** When they were last, to a few minutes; null unless they are known not to be there. */
  lastSeenAt: momentSchema.nullable(),
})
export type PresenceView = z.infer<typeof presenceSchema>
/** Those of which it is not shown, and those that are not one's own, are left out. */
export const presenceListSchema = z.object({ items: z.array(presenceSchema) })
export type PresenceList = z.infer<typeof presenceListSchema>

export const REPORT_NOTE_MAX = 500

/** Why a moderator should look at a message. */
export const reportMessageSchema = z.strictObject({
  reason: z.enum(REPORT_REASONS),
  note: textSchema.max(REPORT_NOTE_MAX).default(''),
})
export type ReportMessage = z.input<typeof reportMessageSchema>

export const chatReportSchema = z.object({
  id: idSchema,
  reason: z.enum(REPORT_CAUSES),
  note: z.string(),
  /** Null of what was written in a room, or to the marketplace. */
  shop: z.object({ slug: slugSchema, name: z.string() }).nullable(),
  /** The name of the room that it was written in. */
  room: z.string().nullable(),
  /** Who wrote the message, and on which side; without a name where the account is gone. */
  writer: z.object({ userId: idSchema.nullable(), name: z.string().nullable(), side: z.enum(CONVERSATION_SIDES).nullable() }),
  /** Null while nobody has decided. */
  decision: z.enum(REPORT_DECISIONS).nullable(),
  statement: z.string(),
  decidedAt: momentSchema.nullable(),
  createdAt: momentSchema,
})
export type ChatReport = z.infer<typeof chatReportSchema>

export const chatReportQuerySchema = z.object({ state: z.enum(['open', 'decided']).default('open'), cursor: cursorSchema.optional() })
export type ChatReportQuery = z.infer<typeof chatReportQuerySchema>
/** Those that nobody has decided: the longest waiting first; the others: the latest decided first. */
export const chatReportPageSchema = pageOf(chatReportSchema).extend({ openCount: z.number().int() })
export type ChatReportPage = z.infer<typeof chatReportPageSchema>

/** Why a moderator reads what others wrote to each other. */
export const readReportSchema = z.strictObject({ reason: textSchema.trim().min(3).max(500) })
export type ReadReport = z.infer<typeof readReportSchema>

/** The message and those around it, also what was taken back. */
export const reportedMessagesSchema = z.object({
  messages: z.array(
    z.object({
      seq: seqSchema,
      isReported: z.boolean(),
      side: z.enum(CONVERSATION_SIDES).nullable(),
      senderName: z.string().nullable(),
      kind: z.enum(MESSAGE_KINDS),
      /** What it says, or said last. */
      body: z.string(),
      isDeleted: z.boolean(),
      files: z.array(z.object({ name: z.string(), url: z.string() })),
      createdAt: momentSchema,
    }),
  ),
})
export type ReportedMessages = z.infer<typeof reportedMessagesSchema>

export const decideReportSchema = z.strictObject({ decision: z.enum(REPORT_DECISIONS), statement: textSchema.trim().min(3).max(500) })
export type DecideReport = z.infer<typeof decideReportSchema>
