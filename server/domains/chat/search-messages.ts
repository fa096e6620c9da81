import { and, desc, eq, sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { conversations, files, messages, orderGroups, orders, rooms, shops, users } from '#db/schema'
import { presentPicture } from '#server/domains/files'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { cutPage, decodeCursor, momentKeySchema } from '#server/platform/database/keyset'
import type { ConversationSide, MessageHit, MessageSearchQuery } from '#shared/contracts/chat'
import { beginningOf } from '#shared/beginning-of'
import { idSchema } from '#shared/contracts/common'
import { chatterMissing, supportNotYours } from './chat-errors'
import { takePart } from './chat-locks'
import { isStaff } from './chat-policy'
import { isOwn, supportFor } from './list-conversations'
import { sideOf } from './present-messages'
import { namesInRoom } from './room-names'
import { nameOf, nameOfGuest, namesOf } from './shown-names'

const PAGE = 25
const MOST_SEQ = 2 ** 31 - 1

interface HitPage {
  items: MessageHit[]
  nextCursor: string | null
}

/** What was said with these words in one's own conversations and the rooms one is in, or in any one of them, the newest first; a guest has one, by its key. */
export async function searchMessages(ctx: Context, actor: Actor, key: string | null, query: MessageSearchQuery): Promise<HitPage> {
  const { conversationId } = query
  if (conversationId) {
    const { userId, side } = await takePart(ctx, actor, { conversationId, shopId: null, key })
    return search(ctx, { userId, side, within: eq(conversations.id, conversationId) }, query)
  }
  if (!actor.userId) throw chatterMissing()
  return search(ctx, { userId: actor.userId, side: 'buyer', within: isOwn(actor.userId) }, query)
}

/** The same in what shoppers and a shop have written to each other, for its team. */
export async function searchShopMessages(ctx: Context, actor: Actor, shopId: string, query: MessageSearchQuery): Promise<HitPage> {
  await requireMember(ctx, actor, shopId)
  const { conversationId } = query
  if (conversationId) await takePart(ctx, actor, { conversationId, shopId })
  const ofShop = and(
    eq(conversations.shopId, shopId),
    eq(conversations.begun, true),
    conversationId ? eq(conversations.id, conversationId) : undefined,
  )
  return search(ctx, { userId: actor.userId, side: 'shop', within: ofShop! }, query)
}

/** The same in what people and the marketplace have written to each other, for those who answer there. */
export async function searchSupportMessages(ctx: Context, actor: Actor, query: MessageSearchQuery): Promise<HitPage> {
  if (!actor.userId || !(await isStaff(ctx, actor))) throw supportNotYours()
  const { conversationId } = query
  if (conversationId) await takePart(ctx, actor, { conversationId, shopId: null, asStaff: true })
  const within = and(supportFor(actor.userId), conversationId ? eq(conversations.id, conversationId) : undefined)
  return search(ctx, { userId: actor.userId, side: 'shop', within: within! }, query)
}

/**
 * Words as a `tsquery` reads them, each between quotes, in which nothing else of its language can stand; the last may be a beginning
 * from two letters on, since half of all messages have a word with the same first one. Null where there is nothing that could be found.
 */
export function wordsOf(typed: string): string | null {
  const words = typed.split(/\s+/u).flatMap((word) => (/[\p{L}\p{N}]/u.test(word) ? [`'${word.replace(/['\\]/g, ' ')}'`] : []))
  if (words.length === 0) return null
  return `${words.join(' & ')}${/[\p{L}\p{N}].*[\p{L}\p{N}]/u.test(words.at(-1)!) ? ':*' : ''}`
}

/** Between these stands a match; they are taken out of what somebody wrote. */
const BEGINS = '\u0002'
const ENDS = '\u0003'
const MARKED = `HighlightAll=true, StartSel="${BEGINS}", StopSel="${ENDS}"`
/** An excerpt begins at most so many characters before the first match, and ends so many after its end. */
const BEFORE = 40
const AFTER = 120

async function search(
  ctx: Context,
  { userId, side, within }: { userId: string | null; side: ConversationSide; within: SQL },
  { q, cursor }: MessageSearchQuery,
): Promise<HitPage> {
  const after = cursor ? decodeCursor(cursor, z.tuple([momentKeySchema, idSchema, z.number().int().min(0).max(MOST_SEQ)])) : null
  const words = wordsOf(q)
  if (words === null) return { items: [], nextCursor: null }

  const matching = sql`to_tsquery('souk_plain'::regconfig, ${words})`
  const found = ctx.db
    .select({ conversationId: messages.conversationId, seq: messages.seq, createdAt: messages.createdAt })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .where(
      and(
        within,
        sql`${messages.body} <> ''`,
        sql`to_tsvector('souk_plain'::regconfig, ${messages.body}) @@ ${matching}`,
        isSeenBy(side, userId),
        after
          ? sql`(${messages.createdAt}, ${messages.conversationId}, ${messages.seq}) < (${after[0]}::timestamptz, ${after[1]}::uuid, ${after[2]}::int)`
          : undefined,
      ),
    )
    .orderBy(desc(messages.createdAt), desc(messages.conversationId), desc(messages.seq))
    .limit(PAGE + 1)
    .as('found')
  // Matches are marked in those alone that are shown.
  const rows = await ctx.db
    .select({
      message: messages,
      conversation: conversations,
      marked: sql<string>`ts_headline('souk_plain'::regconfig, translate(${messages.body}, ${BEGINS + ENDS}, ''), ${matching}, ${MARKED})`,
      shop: { slug: shops.slug, name: shops.name },
      room: { conversationId: rooms.conversationId, name: rooms.name },
      logo: { width: files.width, height: files.height, placeholder: files.placeholder, renditions: files.renditions },
      buyer: { name: users.name, status: users.status },
      guest: { shippingAddress: orderGroups.shippingAddress },
    })
    .from(found)
    .innerJoin(messages, and(eq(messages.conversationId, found.conversationId), eq(messages.seq, found.seq)))
    .innerJoin(conversations, eq(conversations.id, found.conversationId))
    .leftJoin(shops, eq(shops.id, conversations.shopId))
    .leftJoin(rooms, eq(rooms.conversationId, conversations.id))
    .leftJoin(files, eq(files.id, shops.logoFileId))
    .leftJoin(users, eq(users.id, conversations.buyerId))
    .leftJoin(orders, eq(orders.id, conversations.orderId))
    .leftJoin(orderGroups, eq(orderGroups.id, orders.groupId))
    .orderBy(desc(found.createdAt), desc(found.conversationId), desc(found.seq))

  const senderIds = rows.map(({ message }) => message.senderId)
  const names = await namesOf(ctx, senderIds)
  const roomIds = new Set(rows.flatMap(({ room }) => room?.conversationId ?? []))
  const inRooms = new Map(await Promise.all([...roomIds].map(async (id) => [id, await namesInRoom(ctx, id, senderIds)] as const)))
  const nameIn = (conversationId: string, senderId: string) => inRooms.get(conversationId)?.get(senderId) ?? names.get(senderId) ?? null
  const page = cutPage(rows, PAGE, ({ message }) => [message.createdAt.toISOString(), message.conversationId, message.seq])
  return {
    nextCursor: page.nextCursor,
    items: page.items.map(({ message, conversation, marked, shop, room, logo, buyer, guest }) => {
      const buyerName = buyer ? nameOf(buyer) : guest && nameOfGuest(guest)
      const isAutomatic = message.kind === 'auto'
      return {
        conversation: {
          id: conversation.id,
          kind: conversation.kind,
          shop: shop && { ...shop, logo: logo && presentPicture(logo, shop.name) },
          room: room && { name: room.name },
          buyerName,
        },
        seq: message.seq,
        kind: message.kind,
        side: sideOf(conversation, message),
        senderName: isAutomatic ? null : message.senderId === null ? buyerName : nameIn(conversation.id, message.senderId),
        isOwn: message.senderId === userId && !isAutomatic,
        excerpt: excerptOf(marked),
        createdAt: message.createdAt.toISOString(),
      }
    }),
  }
}

/** What a filter holds is seen by its own side alone; in a room, by who wrote it. Whoever has both among their own comes as `buyer`. */
function isSeenBy(side: ConversationSide, userId: string | null): SQL {
  const isBuyers = sql`(${messages.kind} <> 'auto' and ${messages.senderId} is not distinct from ${conversations.buyerId})`
  const isWriters = sql`${messages.senderId} = ${userId}::uuid`
  const isOfSide = {
    buyer: sql`case when ${conversations.kind} = 'room' then ${isWriters} else ${isBuyers} end`,
    ...{ shop: sql`not ${isBuyers}`, member: isWriters },
  }[side]
  return sql`${messages.kind} not in ('system', 'context') and ${messages.deletedAt} is null and (${messages.heldAt} is null or ${isOfSide})`
}

/** What stands around the first match, with dots where something is left out. */
function excerptOf(marked: string): MessageHit['excerpt'] {
  const [before = '', ...found] = marked.split(BEGINS)
  const parts = [
    { text: before.length > BEFORE ? `… ${before.slice(-BEFORE).replace(/^(?:\S*\s|[\uDC00-\uDFFF])/, '')}` : before, isMatch: false },
  ]
  let left = AFTER
  for (const piece of found) {
    const [match = '', text = ''] = piece.split(ENDS)
    parts.push({ text: match, isMatch: true })
    left -= match.length
    if (text.length > left) {
      parts.push({ text: `${beginningOf(text, Math.max(left, 0)).replace(/\s\S*$/u, '')} …`, isMatch: false })
      break
    }
    parts.push({ text, isMatch: false })
    left -= text.length
  }
  return parts.filter(({ text }) => text !== '')
}
