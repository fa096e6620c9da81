import { and, asc, eq, gt, inArray, isNotNull, isNull, ne, type SQL } from 'drizzle-orm'
import { conversationMembers, conversations, messages, orderGroups, orders, shops, users } from '#db/schema'
import { pageAddress, wantsMail, whoWantsMail } from '#server/domains/accounts'
import { orderGroupAddress } from '#server/domains/orders'
import { sellerAddress, teamToMail } from '#server/domains/shops'
import type { Context } from '#server/platform/context'
import { composeMail, type MailBlock } from '#server/platform/mail/mail-page'
import type { DomainEvents } from '#server/platform/queue/events'
import type { ConversationSide } from '#shared/contracts/chat'
import { beginningOf } from '#shared/beginning-of'
import { isErasedAddress } from '#shared/erased-person'
import { SAID_KINDS, type MessageKind } from '#shared/lifecycles/chat'
import { STAFF_ROLES } from '#shared/lifecycles/user'
import { stillStands } from './offers-of'
import { nameOf, nameOfGuest } from './shown-names'

type Unread = DomainEvents['conversation.unread']

/** So many messages are in a mail in their own words. */
export const MOST_QUOTED = 5
const QUOTED_CHARACTERS = 500
const PREVIEW_CHARACTERS = 120

const TEXTS = {
  en: {
    subject: (from: string) => `New message from ${from}`,
    subjectOfShop: (from: string, shop: string) => `${from} has written to ${shop}`,
    title: 'You have a new message',
    signed: (name: string, shop: string) => `${name} · ${shop}`,
    gone: 'Former customer',
    picture: 'A picture',
    file: 'A file',
    offer: 'A price offer',
    more: 'There is more in the conversation.',
    button: 'Read and answer',
  },
  de: {
    subject: (from: string) => `Neue Nachricht von ${from}`,
    subjectOfShop: (from: string, shop: string) => `${from} hat ${shop} geschrieben`,
    title: 'Sie haben eine neue Nachricht',
    signed: (name: string, shop: string) => `${name} · ${shop}`,
    gone: 'Ehemalige Kundin, ehemaliger Kunde',
    picture: 'Ein Bild',
    file: 'Eine Datei',
    offer: 'Ein Preisangebot',
    more: 'In der Unterhaltung steht noch mehr.',
    button: 'Lesen und antworten',
  },
}
type Language = keyof typeof TEXTS

interface Reader {
  /** Null for a guest. */
  userId: string | null
  email: string
  language: Language
  address: string
}

interface People {
  /** Null where it is the marketplace. */
  shop: typeof shops.$inferSelect | null
  buyer: typeof users.$inferSelect | null
  order: typeof orders.$inferSelect | null
  group: typeof orderGroups.$inferSelect | null
}

/** Tells one side of a conversation what the other has written, unless it was read meanwhile. Repeating it sends nothing twice. */
export async function mailUnread(ctx: Context, { conversationId, side, seq }: Unread): Promise<void> {
  const [found] = await ctx.db
    .select({
      conversation: conversations,
      shop: shops,
      buyer: users,
      order: orders,
      group: orderGroups,
      buyerReadSeq: conversationMembers.lastReadSeq,
    })
    .from(conversations)
    .leftJoin(shops, eq(shops.id, conversations.shopId))
    .leftJoin(users, eq(users.id, conversations.buyerId))
    .leftJoin(orders, eq(orders.id, conversations.orderId))
    .leftJoin(orderGroups, eq(orderGroups.id, orders.groupId))
    .leftJoin(
      conversationMembers,
      and(eq(conversationMembers.conversationId, conversations.id), eq(conversationMembers.userId, conversations.buyerId)),
    )
    .where(eq(conversations.id, conversationId))
  if (!found) return
  const { conversation, shop, buyer, order, group } = found
  const desk = shop?.name ?? ctx.config.SITE_NAME
  const nameOfSender = (said: { name: string | null; status: string | null }) => {
    if (said.name !== null && said.status !== null) return nameOf({ name: said.name, status: said.status })
    return group && nameOfGuest(group)
  }

  const said = await ctx.db
    .select({ kind: messages.kind, body: messages.body, name: users.name, status: users.status })
    .from(messages)
    .leftJoin(users, eq(users.id, messages.senderId))
    .where(
      and(
        eq(messages.conversationId, conversationId),
        gt(messages.seq, side === 'shop' ? conversation.shopReadSeq : (found.buyerReadSeq ?? conversation.guestReadSeq)),
        inArray(messages.kind, [...SAID_KINDS]),
        isNull(messages.deletedAt),
        isNull(messages.heldAt),
        stillStands(messages),
        isFromOtherSide(side, conversation.buyerId),
      ),
    )
    .orderBy(asc(messages.seq))
    .limit(MOST_QUOTED + 1)
  const first = said[0]
  if (!first) return

  for (const reader of await readersOf(ctx, { conversationId, side }, { shop, buyer, order, group })) {
    const text = TEXTS[reader.language]
    const sender = (name: string | null) => (side === 'shop' ? (name ?? text.gone) : text.signed(name ?? text.gone, desk))
    await ctx.mailer.send({
      to: reader.email,
      subject: side === 'shop' ? text.subjectOfShop(nameOfSender(first) ?? text.gone, desk) : text.subject(desk),
      idempotencyKey: `unread:${conversationId}:${side}:${seq}:${reader.userId}`,
      ...composeUnread(
        ctx,
        reader,
        said.map((message) => ({ ...message, signed: sender(nameOfSender(message)) })),
      ),
    })
  }
}

interface Quoted {
  kind: MessageKind
  body: string
  /** Who said it, as the reader knows them. */
  signed: string
}

/** A mail of what was said and not read: the first of it in its words, and the way to all of it. */
export function composeUnread(ctx: Context, { language, address }: Pick<Reader, 'language' | 'address'>, said: readonly Quoted[]) {
  const text = TEXTS[language]
  return composeMail({
    language,
    title: text.title,
    preview: beginningOf(gistOf(said[0]!, text), PREVIEW_CHARACTERS),
    sender: ctx.config.SITE_NAME,
    blocks: [
      ...said.slice(0, MOST_QUOTED).flatMap((message): MailBlock[] => [
        { kind: 'heading', text: message.signed },
        { kind: 'lines', lines: shortened(gistOf(message, text)).split('\n') },
      ]),
      ...(said.length > MOST_QUOTED ? [{ kind: 'paragraph' as const, text: text.more }] : []),
      { kind: 'link', label: text.button, address },
    ],
  })
}

/** What a message says, or what it shows where it has no words. */
function gistOf({ kind, body }: { kind: MessageKind; body: string }, { picture, file, offer }: (typeof TEXTS)[Language]): string {
  if (kind === 'offer') return offer
  return body || (kind === 'image' ? picture : file)
}

/** A guest's messages have no sender. */
function isFromOtherSide(side: ConversationSide, buyerId: string | null): SQL | undefined {
  if (buyerId === null) return side === 'shop' ? isNull(messages.senderId) : isNotNull(messages.senderId)
  return side === 'shop' ? eq(messages.senderId, buyerId) : ne(messages.senderId, buyerId)
}

export const languageOf = ({ locale }: { locale: string }): Language => (locale === 'de' ? 'de' : 'en')

const shortened = (body: string) => (body.length <= QUOTED_CHARACTERS ? body : `${beginningOf(body, QUOTED_CHARACTERS)} …`)

/** Who of a side can be mailed and wants to be. */
async function readersOf(
  ctx: Context,
  { conversationId, side }: Pick<Unread, 'conversationId' | 'side'>,
  { shop, buyer, order, group }: People,
): Promise<Reader[]> {
  if (side === 'shop' && !shop) return readersOfStaff(ctx, conversationId, buyer)
  if (side === 'shop' && shop) {
    const team = await teamToMail(ctx, shop.id, 'messages')
    return team.map((member) => ({ ...member, address: sellerAddress(ctx, member, `${shop.slug}/messages/${conversationId}`) }))
  }
  if (!buyer) return order && group ? readersOfGuest(ctx, order.number, group) : []
  if (buyer.status !== 'active' || !(await wantsMail(ctx, buyer.id, 'messages'))) return []
  const language = languageOf(buyer)
  return [{ userId: buyer.id, email: buyer.email, language, address: pageAddress(ctx.config, language, `/messages/${conversationId}`) }]
}

/** Those who answer for the marketplace; what one of them wrote others answer. */
async function readersOfStaff(ctx: Context, conversationId: string, buyer: People['buyer']): Promise<Reader[]> {
  const staff = await ctx.db
    .select({ userId: users.id, email: users.email, locale: users.locale })
    .from(users)
    .where(and(inArray(users.role, [...STAFF_ROLES]), eq(users.status, 'active'), isNotNull(users.emailVerifiedAt)))
    .orderBy(asc(users.id))
  const others = staff.filter(({ userId }) => userId !== buyer?.id)
  const wanted = await whoWantsMail(
    ctx,
    others.map(({ userId }) => userId),
    'messages',
  )
  return others
    .filter(({ userId }) => wanted.has(userId))
    .map(({ userId, email, ...reader }) => {
      const language = languageOf(reader)
      return { userId, email, language, address: pageAddress(ctx.config, language, `/admin/support/${conversationId}`) }
    })
}

/** A guest comes by the link to their order, which opens what was written about it. */
function readersOfGuest(ctx: Context, number: string, group: NonNullable<People['group']>): Reader[] {
  if (isErasedAddress(group.email)) return []
  const address = `${orderGroupAddress(ctx.config, group)}&messages=${number}`
  return [{ userId: null, email: group.email, language: languageOf(group), address }]
}
