import { and, desc, eq, isNotNull, isNull, ne, sql, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { z } from 'zod'
import {
  conversationMembers,
  conversations,
  files,
  messages,
  orderGroups,
  orders,
  rooms,
  shopMembers,
  shops,
  users,
  type SpokenOf,
} from '#db/schema'
import { presentPicture } from '#server/domains/files'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { cutPage, decodeCursor, momentKeySchema } from '#server/platform/database/keyset'
import { beginningOf } from '#shared/beginning-of'
import type { ConversationSide, ConversationView, ShopConversationQuery, SupportQuery } from '#shared/contracts/chat'
import { idSchema } from '#shared/contracts/common'
import { ROOM_ROLES, type InboxView } from '#shared/lifecycles/chat'
import { chatterMissing, supportNotYours } from './chat-errors'
import { takePart, type Taken, type Way } from './chat-locks'
import { isStaff } from './chat-policy'
import { isHeld, isHidden, isSaidBy, noticeOf, sideOf } from './present-messages'
import { nameOf, nameOfGuest } from './shown-names'

const PAGE = 25
const PREVIEW_CHARACTERS = 120

interface ConversationPage {
  items: ConversationView[]
  nextCursor: string | null
}

/** One's own conversations with shops and the marketplace, and the rooms one is in, the one with the newest message first. */
export async function listConversations(ctx: Context, actor: Actor, query: { cursor?: string }): Promise<ConversationPage> {
  if (!actor.userId) throw chatterMissing()
  return list(ctx, actor.userId, 'buyer', isOwn(actor.userId), query)
}

/** One's own with shops and the marketplace, and the rooms that one is in. */
export const isOwn = (userId: string): SQL => sql`${conversations.id} in (
  select of_buyer.id from conversations of_buyer where of_buyer.buyer_id = ${userId}
  union all
  select inside.conversation_id from conversation_members inside where inside.user_id = ${userId} and inside.role in ${[...ROOM_ROLES]}
)`

/** What shoppers have written to a shop, for its team. */
export async function listShopConversations(
  ctx: Context,
  actor: Actor,
  shopId: string,
  { view = 'open', cursor }: ShopConversationQuery,
): Promise<ConversationPage> {
  await requireMember(ctx, actor, shopId)
  if (!actor.userId) throw chatterMissing()
  const ofShop = and(eq(conversations.shopId, shopId), eq(conversations.begun, true), CONDITIONS[view](actor.userId))
  return list(ctx, actor.userId, 'shop', ofShop!, { cursor })
}

/** What people have written to the marketplace, for those who answer there; what they wrote themselves others answer. */
export async function listSupportConversations(
  ctx: Context,
  actor: Actor,
  { view = 'open', cursor }: SupportQuery,
): Promise<ConversationPage> {
  if (!actor.userId || !(await isStaff(ctx, actor))) throw supportNotYours()
  return list(ctx, actor.userId, 'shop', and(supportFor(actor.userId), CONDITIONS[view](actor.userId))!, { cursor })
}

/** Of the conversations with the marketplace those that somebody may answer. */
export const supportFor = (userId: string): SQL =>
  and(eq(conversations.kind, 'support'), eq(conversations.begun, true), ne(conversations.buyerId, userId))!

const isOpen = isNull(conversations.closedAt)
const CONDITIONS: Record<InboxView, (userId: string) => SQL | undefined> = {
  open: () => isOpen,
  waiting: () => and(isOpen, isNotNull(conversations.waitingSince)),
  mine: (userId) => and(isOpen, eq(shopMembers.userId, userId)),
  unassigned: () => and(isOpen, isNull(conversations.assigneeId)),
  closed: () => isNotNull(conversations.closedAt),
}

/** One conversation, for who takes part in it. */
export async function getConversation(ctx: Context, actor: Actor, way: Way): Promise<ConversationView> {
  const { conversation, userId, side } = await takePart(ctx, actor, way)
  const [row] = await read(ctx, userId, side, eq(conversations.id, conversation.id), 1)
  return present(row!, userId, side)
}

async function list(
  ctx: Context,
  userId: string,
  side: ConversationSide,
  of: SQL,
  { cursor }: { cursor?: string },
): Promise<ConversationPage> {
  const after = cursor ? decodeCursor(cursor, z.tuple([momentKeySchema, idSchema])) : null
  const condition = after
    ? and(of, sql`(${conversations.updatedAt}, ${conversations.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)`)!
    : of
  const page = cutPage(await read(ctx, userId, side, condition, PAGE + 1), PAGE, ({ conversation }) => [
    conversation.updatedAt.toISOString(),
    conversation.id,
  ])
  return { nextCursor: page.nextCursor, items: page.items.map((row) => present(row, userId, side)) }
}

const assignees = alias(users, 'assignees')
/** What a shop has answered by itself, which tells it more than that. */
const answered = alias(messages, 'answered')

type Row = Awaited<ReturnType<typeof read>>[number]

const read = (ctx: Context, userId: string | null, side: ConversationSide, of: SQL, most: number) =>
  ctx.db
    .select({
      conversation: conversations,
      shop: { slug: shops.slug, name: shops.name },
      logo: { width: files.width, height: files.height, placeholder: files.placeholder, renditions: files.renditions },
      buyer: { name: users.name, status: users.status },
      assignee: { userId: assignees.id, name: assignees.name },
      room: rooms,
      role: conversationMembers.role,
      notices: conversationMembers.notices,
      members: sql<number>`(select count(*)::int from conversation_members inside where ${conversations.kind} = 'room' and inside.conversation_id = ${conversations.id})`,
      guest: { shippingAddress: orderGroups.shippingAddress },
      latest: messages,
      answered,
      lastReadSeq:
        side === 'shop'
          ? sql<number>`${conversations.shopReadSeq}`
          : sql<number>`coalesce(${conversationMembers.lastReadSeq}, ${conversations.guestReadSeq})`,
    })
    .from(conversations)
    .leftJoin(shops, eq(shops.id, conversations.shopId))
    .leftJoin(rooms, eq(rooms.conversationId, conversations.id))
    .leftJoin(users, eq(users.id, conversations.buyerId))
    .leftJoin(shopMembers, eq(shopMembers.id, conversations.assigneeId))
    .leftJoin(assignees, eq(assignees.id, shopMembers.userId))
    .leftJoin(orders, eq(orders.id, conversations.orderId))
    .leftJoin(orderGroups, eq(orderGroups.id, orders.groupId))
    .leftJoin(files, eq(files.id, shops.logoFileId))
    .leftJoin(
      conversationMembers,
      and(eq(conversationMembers.conversationId, conversations.id), userId === null ? sql`false` : eq(conversationMembers.userId, userId)),
    )
    .leftJoin(messages, and(eq(messages.conversationId, conversations.id), eq(messages.seq, conversations.lastSeq)))
    .leftJoin(
      answered,
      and(eq(messages.kind, 'auto'), eq(answered.conversationId, conversations.id), eq(answered.seq, sql`${conversations.lastSeq} - 1`)),
    )
    .where(of)
    .orderBy(desc(conversations.updatedAt), desc(conversations.id))
    .limit(most)

function present(
  { conversation, shop, room, role, notices, members, logo, buyer, guest, assignee, lastReadSeq, ...newest }: Row,
  userId: string | null,
  asked: ConversationSide,
): ConversationView {
  const side = conversation.kind === 'room' ? 'member' : asked
  const latest = (side === 'shop' && newest.answered) || newest.latest
  const { id, kind, lastSeq, lastRev, closedAt, waitingSince, updatedAt } = conversation
  return {
    id,
    kind,
    shop: shop && { ...shop, logo: logo && presentPicture(logo, shop.name) },
    room: room && {
      ...{ name: room.name, topic: room.topic, visibility: room.visibility, members, closed: closedAt !== null },
      role: ROOM_ROLES.find((known) => known === role) ?? 'member',
      notices: notices ?? 'none',
    },
    buyerName: buyer ? nameOf(buyer) : guest && nameOfGuest(guest),
    buyerId: kind === 'support' && side === 'shop' ? conversation.buyerId : null,
    blockedBy: blockedBy(conversation, side),
    lastSeq,
    lastRev,
    lastReadSeq,
    unread: lastSeq - lastReadSeq,
    latest: latest && {
      kind: latest.kind,
      side: sideOf(conversation, latest),
      notice: noticeOf(latest),
      isOwn: isSaidBy(userId, latest),
      isHeld: isHeld(latest),
      body: previewOf({ conversation, userId, side }, latest),
      deletedAt: latest.deletedAt?.toISOString() ?? null,
    },
    handling:
      side === 'shop' ? { closedAt: closedAt?.toISOString() ?? null, assignee, waitingSince: waitingSince?.toISOString() ?? null } : null,
    updatedAt: updatedAt.toISOString(),
  }
}

function blockedBy({ buyerBlockedAt, shopBlockedAt }: Row['conversation'], side: ConversationSide): ConversationView['blockedBy'] {
  const [own, other] = side !== 'shop' ? [buyerBlockedAt, shopBlockedAt] : [shopBlockedAt, buyerBlockedAt]
  if (own) return 'own'
  return other ? 'other' : null
}

function previewOf(viewer: Taken, latest: NonNullable<Row['latest']>): string {
  if (latest.context) return titleOf(latest.context)
  return isHidden(viewer, latest) ? '' : beginningOf(latest.body, PREVIEW_CHARACTERS)
}

/** How what is spoken of is called. */
export const titleOf = (context: SpokenOf): string => (context.kind === 'product' ? context.title : context.number)
