import { and, asc, eq, gt, lte } from 'drizzle-orm'
import { messages, users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { ConversationExportQuery, ConversationView, MessageContext, MessageView } from '#shared/contracts/chat'
import { takePart, type Way } from './chat-locks'
import { getConversation } from './list-conversations'
import { presentMessages } from './present-messages'

const BATCH = 500

const TEXTS = {
  en: {
    title: (shop: string, buyer: string) => `Messages between ${buyer} and ${shop}`,
    gone: 'Former customer',
    deleted: 'This message was deleted.',
    held: 'A moderator looks at this message first.',
    edited: 'edited',
    automatic: 'automatic answer',
    about: (thing: string) => `About: ${thing}`,
    notices: {
      shipped: (number: string) => `Order ${number} is on its way.`,
      ready: (number: string) => `Order ${number} is ready to be picked up.`,
      cancelled: (number: string) => `Order ${number} was cancelled.`,
      part_cancelled: (number: string) => `Part of order ${number} was cancelled.`,
    },
    offer: 'Price offer',
    file: (name: string) => `File: ${name}`,
  },
  de: {
    title: (shop: string, buyer: string) => `Nachrichten zwischen ${buyer} und ${shop}`,
    gone: 'Ehemaliges Konto',
    deleted: 'Diese Nachricht wurde gelöscht.',
    held: 'Diese Nachricht sieht sich erst die Moderation an.',
    edited: 'bearbeitet',
    automatic: 'automatische Antwort',
    about: (thing: string) => `Zu: ${thing}`,
    notices: {
      shipped: (number: string) => `Bestellung ${number} ist unterwegs.`,
      ready: (number: string) => `Bestellung ${number} liegt zum Abholen bereit.`,
      cancelled: (number: string) => `Bestellung ${number} wurde storniert.`,
      part_cancelled: (number: string) => `Ein Teil der Bestellung ${number} wurde storniert.`,
    },
    offer: 'Preisvorschlag',
    file: (name: string) => `Datei: ${name}`,
  },
}

/**
 * All that this side sees of a conversation up to this moment, in pieces: as text to read, in the person's time zone, or as JSON with
 * moments in UTC. A part of it at a time is held.
 */
export async function exportConversation(
  ctx: Context,
  actor: Actor,
  way: Way,
  query: ConversationExportQuery,
): Promise<AsyncGenerator<string>> {
  const conversation = await getConversation(ctx, actor, way)
  const pages = pagesOf(ctx, actor, way, conversation.lastSeq)
  const desk = conversation.kind === 'support' ? ctx.config.SITE_NAME : (conversation.shop?.name ?? null)
  const places = { ownZone: await timeZoneOf(ctx, actor), marketplace: ctx.config.SITE_NAME }
  return query.format === 'json' ? asJson(conversation, pages) : asText({ ...conversation, desk }, pages, query, places)
}

async function timeZoneOf(ctx: Context, { userId }: Actor): Promise<string | null> {
  if (!userId) return null
  const [user] = await ctx.db.select({ timeZone: users.timeZone }).from(users).where(eq(users.id, userId))
  return user?.timeZone ?? null
}

/** Each page is read with one's rights of that moment. */
async function* pagesOf(ctx: Context, actor: Actor, way: Way, lastSeq: number): AsyncGenerator<MessageView[]> {
  for (let seq = 0; seq < lastSeq;) {
    const taken = await takePart(ctx, actor, way)
    const rows = await ctx.db
      .select()
      .from(messages)
      .where(and(eq(messages.conversationId, way.conversationId), gt(messages.seq, seq), lte(messages.seq, lastSeq)))
      .orderBy(asc(messages.seq))
      .limit(BATCH)
    yield await presentMessages(ctx, taken, rows)
    seq = rows.at(-1)?.seq ?? lastSeq
  }
}

async function* asJson(
  { id, kind, shop, room, buyerName }: ConversationView,
  pages: AsyncGenerator<MessageView[]>,
): AsyncGenerator<string> {
  yield `{"conversation":${JSON.stringify({ id, kind, shop: shop && { slug: shop.slug, name: shop.name }, room: room?.name ?? null, buyerName })},"messages":[`
  let isFirst = true
  for await (const page of pages) {
    const said = page.map(({ seq, kind: kindOf, side, senderName, body, context, notice, attachments, isHeld, replyToSeq, ...at }) =>
      JSON.stringify({
        ...{ seq, kind: kindOf, side, senderName, body, about: context && nameOfContext(context), notice, isHeld, replyToSeq },
        files: attachments.map(({ name }) => name),
        ...{ createdAt: at.createdAt, editedAt: at.editedAt, deletedAt: at.deletedAt },
      }),
    )
    yield `${isFirst ? '' : ','}\n${said.join(',\n')}`
    isFirst = false
  }
  yield '\n]}\n'
}

const nameOfContext = (context: MessageContext): string => (context.kind === 'product' ? context.title : context.number)

/** What ends a line in some program, what a terminal obeys, and what turns the direction of the rest of a line. */
const LINE_END = /\r\n?|[\n\v\f\u0085\u2028\u2029]/g
const OBEYED = /(?![\t\n])\p{Cc}/gu
const TURNED = /[\u202A-\u202E\u2066-\u2069]/g

/** Set off, so that nothing that somebody says looks like the line above it. */
const indented = (said: string) => `    ${said.replace(LINE_END, '\n    ').replace(OBEYED, '')}`
/** Names from before they had rules. */
const inLine = (name: string) => name.replace(LINE_END, ' ').replace(OBEYED, '').replace(TURNED, '')

async function* asText(
  { desk, room, buyerName }: ConversationView & { desk: string | null },
  pages: AsyncGenerator<MessageView[]>,
  { language, timeZone }: ConversationExportQuery,
  { ownZone, marketplace }: { ownZone: string | null; marketplace: string },
): AsyncGenerator<string> {
  const words = TEXTS[language]
  const write = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    ...({ dateStyle: 'medium', timeStyle: 'long' } as const),
    timeZone: ownZone ?? timeZone ?? 'UTC',
  })
  const saidIn = ({ deletedAt, isHeld, body, attachments, context, notice, kind }: MessageView): string[] => {
    if (deletedAt) return [words.deleted]
    if (isHeld && !body && attachments.length === 0) return [words.held]
    if (context) return [(notice ? words.notices[notice] : words.about)(nameOfContext(context))]
    return [...(kind === 'offer' ? [words.offer] : []), ...(body ? [body] : []), ...attachments.map(({ name }) => words.file(name))]
  }
  const signed = ({ kind, side, senderName, editedAt, deletedAt }: MessageView) => {
    if (kind === 'auto') return `${desk} (${words.automatic})`
    if (kind === 'system') return marketplace
    const name = `${senderName ?? words.gone}${side === 'shop' && desk ? ` · ${desk}` : ''}`
    return editedAt && !deletedAt ? `${name} (${words.edited})` : name
  }

  yield `${inLine(desk ? words.title(desk, buyerName ?? words.gone) : (room?.name ?? ''))}\n`
  for await (const page of pages)
    yield page
      .map(
        (message) =>
          `\n${write.format(new Date(message.createdAt))} · ${inLine(signed(message))}\n${indented(saidIn(message).join('\n'))}\n`,
      )
      .join('')
}
