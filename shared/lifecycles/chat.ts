/** Who talks in a conversation: a shopper and a shop; many people; about an order; with the marketplace. */
export const CONVERSATION_KINDS = ['direct', 'room', 'order', 'support'] as const
export type ConversationKind = (typeof CONVERSATION_KINDS)[number]

/** As whom somebody takes part in a room, the one with the most say first. */
export const ROOM_ROLES = ['owner', 'moderator', 'member'] as const
export type RoomRole = (typeof ROOM_ROLES)[number]

/** As whom somebody takes part. */
export const CONVERSATION_ROLES = ['buyer', 'team', ...ROOM_ROLES] as const
export type ConversationRole = (typeof CONVERSATION_ROLES)[number]

/** A room that anybody may find and join; one that is joined by invitation alone. */
export const ROOM_VISIBILITIES = ['public', 'private'] as const

/** What somebody wants to be told of a room: all that others write, what answers them, or nothing. */
export const ROOM_NOTICES = ['all', 'answers', 'none'] as const
export type RoomNotices = (typeof ROOM_NOTICES)[number]

/** So many rooms that are not closed somebody may own, and so many people may be in one. */
export const ROOMS_OWNED_MOST = 5
export const ROOM_MEMBERS_MOST = 200
export const ROOM_INVITATION_DAYS = 7

/** Whoever keeps order in a room, by their place in it. */
export const keepsOrder = (role: RoomRole): boolean => role !== 'member'

/** Whether one may be sent out of a room by the other: the owner sends anybody, a moderator members alone. */
export const outranks = (role: RoomRole, other: RoomRole): boolean => ROOM_ROLES.indexOf(role) < ROOM_ROLES.indexOf(other)

/** What a message is: words; pictures or files, with words or without; a price; the thing that is spoken of from here on; what the marketplace says; what a shop says by itself. */
export const MESSAGE_KINDS = ['text', 'image', 'file', 'offer', 'context', 'system', 'auto'] as const
export type MessageKind = (typeof MESSAGE_KINDS)[number]

/** What people say themselves. */
export const WRITTEN_KINDS = ['text', 'image', 'file'] as const satisfies readonly MessageKind[]
export const isWritten = (kind: MessageKind): boolean => (WRITTEN_KINDS as readonly MessageKind[]).includes(kind)

/** What somebody says to the other side in any way: it begins a conversation, and is told of when nobody reads it. */
export const SAID_KINDS = [...WRITTEN_KINDS, 'offer'] as const satisfies readonly MessageKind[]
export const isSaid = (kind: MessageKind): boolean => (SAID_KINDS as readonly MessageKind[]).includes(kind)

/** What nobody writes at that moment: nothing is read or answered by it. */
export const isByItself = (kind: MessageKind): boolean => kind === 'auto' || kind === 'system'

/** What the marketplace says of an order where its shopper and its shop talk: it is on its way, or waits to be picked up; all of it or some of it will not come. */
export const ORDER_NOTICES = ['shipped', 'ready', 'cancelled', 'part_cancelled'] as const
export type OrderNotice = (typeof ORDER_NOTICES)[number]

/** What a shop's team picks from what was written to it: all that is not closed; what waits for an answer, one's own, nobody's; what is closed. */
export const INBOX_VIEWS = ['open', 'waiting', 'mine', 'unassigned', 'closed'] as const
export type InboxView = (typeof INBOX_VIEWS)[number]

/** The same of what people have written to the marketplace, which nobody in particular looks after. */
export const SUPPORT_VIEWS = ['open', 'waiting', 'closed'] as const satisfies readonly InboxView[]

/** Why a message no longer says what it said. */
export const VERSION_REASONS = ['edited', 'deleted', 'removed'] as const
export type VersionReason = (typeof VERSION_REASONS)[number]

/** Why somebody has a message looked at. */
export const REPORT_REASONS = ['abuse', 'spam', 'fraud', 'other'] as const
export type ReportReason = (typeof REPORT_REASONS)[number]

/** Somebody reports a message, or a filter holds it. */
export const REPORT_CAUSES = [...REPORT_REASONS, 'filter'] as const

/** What a moderator makes of it: nothing; the message goes; it goes, and the room that it is in is closed, or its writer's account disabled. */
export const REPORT_DECISIONS = ['dismissed', 'removed', 'room_closed', 'suspended'] as const
export type ReportDecision = (typeof REPORT_DECISIONS)[number]

export const MESSAGE_MOST_CHARACTERS = 4000
export const ATTACHMENTS_A_MESSAGE = 6
/** The largest file that can be sent at all; the marketplace may take less. */
export const ATTACHMENT_MAX_MEGABYTES = 20
export const EDIT_MINUTES = 15
/** A shop says the same by itself no sooner than after so long. */
export const AUTO_REPLY_HOURS = 12
/** Answers of so many days make a shop's figure, from so many on. */
export const ANSWERS_DAYS = 90
export const ANSWERS_FEWEST = 3
/** What has lain unread for so long is told by mail. */
export const UNREAD_MAIL_MINUTES = 10
/** That somebody writes is said again after so long, while they do … */
export const TYPING_SAID_EVERY_MS = 3000
/** … and shown for so long after it was said. */
export const TYPING_SHOWN_MS = 5000
/** More unread conversations than this are not counted. */
export const UNREAD_COUNT_MOST = 99

interface Written {
  kind: MessageKind
  deletedAt: unknown
}

/** What somebody said, and is still there. */
export const canDeleteMessage = ({ kind, deletedAt }: Written): boolean => isWritten(kind) && deletedAt === null

/** What a moderator can remove: that, and what a shop says by itself. */
export const canRemoveMessage = ({ kind, deletedAt }: Written): boolean => (isWritten(kind) || kind === 'auto') && deletedAt === null

export const canEditMessage = (message: Written & { createdAt: Date }, now: Date): boolean =>
  canDeleteMessage(message) && now.getTime() - message.createdAt.getTime() < EDIT_MINUTES * 60_000
