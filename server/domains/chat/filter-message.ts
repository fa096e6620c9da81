import { and, eq, isNull } from 'drizzle-orm'
import { chatReports, orderGroups, orders } from '#db/schema'
import { readSettings } from '#server/domains/settings'
import type { Context } from '#server/platform/context'
import { wordFinder } from '#shared/word-finder'
import { titleRefused, wordRefused } from './chat-errors'
import type { ConversationRow, MessageRow } from './chat-locks'

const MASK = '•••'
const MAIL = /[\p{L}\p{N}._%+-]+\s?(?:@|\((?:at|ät)\)|\[(?:at|ät)\])\s?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu
const LINK = /(?:\bhttps?:\/\/|\bwww\.)[^\s<>"'`]+/giu
/** As it is dialled: with the code of a country, or of a place and then long enough to be no date. */
const PHONE = /(?<![\p{L}\p{N}])(?:(?:\+|00)[1-9](?:[ ()./-]{0,3}\d){6,13}|0[1-9](?:[ ()./-]{0,3}\d){7,12})(?![\p{L}\p{N}])/gu

export interface Filtered {
  /** What is stored. */
  body: string
  /** Why a moderator looks at it first; null where nobody has to. */
  heldFor: string | null
}

/**
 * What the marketplace's rules make of a text: refused for a word, held for a moderator, or with what one could be reached by
 * elsewhere made unreadable while the two have no order yet. Throws `chat.word_refused`.
 */
export async function filterMessage(ctx: Context, conversation: ConversationRow, body: string): Promise<Filtered> {
  const { refusedFor, ...filtered } = await judge(ctx, conversation, body)
  if (refusedFor !== null) throw wordRefused(refusedFor)
  return filtered
}

/** What a shop says by itself: as the rules leave it, or null where somebody would have to look at it. */
export async function filterAutomatic(ctx: Context, conversation: ConversationRow, body: string): Promise<string | null> {
  const judged = await judge(ctx, conversation, body)
  return judged.refusedFor === null && judged.heldFor === null ? judged.body : null
}

/**
 * Refuses what a room would be called, or be about, where the rules would have a message held or changed: all who find it read it at
 * once. Throws `chat.word_refused` and `chat.title_refused`.
 */
export async function refuseTitle(ctx: Context, title: string): Promise<void> {
  const { refusedFor, heldFor, body } = await judge(ctx, { kind: 'room', shopId: null, buyerId: null }, title)
  if (refusedFor !== null) throw wordRefused(refusedFor)
  if (heldFor !== null || body !== title) throw titleRefused()
}

const RULES = ['chatRefusedWords', 'chatHeldWords', 'chatMaskContacts', 'chatHoldLinks'] as const

type Between = Pick<ConversationRow, 'kind' | 'shopId' | 'buyerId'>

async function judge(ctx: Context, conversation: Between, body: string): Promise<Filtered & { refusedFor: string | null }> {
  // Whoever looks at what is held reads it anyway.
  if (conversation.kind === 'support') return { body, refusedFor: null, heldFor: null }
  const { chatRefusedWords, chatHeldWords, chatMaskContacts, chatHoldLinks } = await readSettings(ctx, RULES)
  const refusedFor = wordFinder(chatRefusedWords)(body)[0] ?? null
  const [held] = wordFinder(chatHeldWords)(body)
  const { origin } = new URL(ctx.config.siteUrl)
  const away = body.match(LINK)?.find((link) => !isOwn(link, origin))
  if (!(chatMaskContacts || (chatHoldLinks && away)) || (await haveOrder(ctx, conversation)))
    return { body, refusedFor, heldFor: held ?? null }

  if (chatMaskContacts) return { body: masked(body, origin), refusedFor, heldFor: held ?? null }
  return { body, refusedFor, heldFor: held ?? away! }
}

const isOwn = (link: string, origin: string) => link === origin || link.startsWith(`${origin}/`)

const masked = (body: string, origin: string): string =>
  body
    .replace(LINK, (link) => (isOwn(link, origin) ? link : MASK))
    .replace(MAIL, MASK)
    .replace(PHONE, MASK)

async function haveOrder(ctx: Context, { kind, shopId, buyerId }: Between): Promise<boolean> {
  if (kind === 'order') return true
  if (!shopId || !buyerId) return false
  const found = await ctx.db
    .select({ id: orders.id })
    .from(orders)
    .innerJoin(orderGroups, eq(orderGroups.id, orders.groupId))
    .where(and(eq(orders.shopId, shopId), eq(orderGroups.userId, buyerId)))
    .limit(1)
  return found.length > 0
}

/** Has a moderator look at a message that is held; once until that is decided. */
export async function queueHeld(ctx: Context, { conversationId, seq }: MessageRow, heldFor: string): Promise<void> {
  const isOfIt = and(eq(chatReports.conversationId, conversationId), eq(chatReports.seq, seq), eq(chatReports.reason, 'filter'))
  if ((await ctx.db.$count(chatReports, and(isOfIt, isNull(chatReports.decidedAt)))) > 0) return
  await ctx.db
    .insert(chatReports)
    .values({ id: ctx.newId(), conversationId, seq, reporterId: null, reason: 'filter', note: heldFor, createdAt: ctx.now })
}
