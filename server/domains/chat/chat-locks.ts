import { and, eq, or } from 'drizzle-orm'
import { conversations, messages, users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { anyOf } from '#server/platform/database/any-of'
import { builtOnce } from '#server/platform/database/built-once'
import type { ConversationSide } from '#shared/contracts/chat'
import type { UserStatus } from '#shared/lifecycles/user'
import { chatBlocked, chatterMissing, conversationNotFound, messageNotFound, notYourMessage, roomClosed } from './chat-errors'
import { sideIn } from './chat-policy'

export type ConversationRow = typeof conversations.$inferSelect
export type MessageRow = typeof messages.$inferSelect

/** How somebody comes to a conversation: for a shop, for the marketplace, or else as the shopper; a guest with the key of their order. */
export interface Way {
  conversationId: string
  shopId: string | null
  asStaff?: boolean
  key?: string | null
}

/** A conversation as one who takes part in it has it before them. */
export interface Taken {
  conversation: ConversationRow
  /** Null where it is a guest. */
  userId: string | null
  side: ConversationSide
}

/** The conversation, for who takes part in it; to everybody else there is none. */
export async function takePart(ctx: Context, actor: Actor, way: Way): Promise<Taken> {
  const [conversation] = await ctx.db.select().from(conversations).where(eq(conversations.id, way.conversationId))
  return permit(ctx, actor, way, conversation)
}

/** The conversation, in which nobody else writes until the transaction ends. */
export async function lockConversation(ctx: Context, conversationId: string): Promise<ConversationRow | undefined> {
  const [conversation] = await conversationToWrite(ctx, { conversationId })
  return conversation
}
const conversationToWrite = builtOnce<{ conversationId: string }>()((db, { conversationId }) =>
  db.select().from(conversations).where(eq(conversations.id, conversationId)).for('no key update'),
)

/** The same while somebody writes. */
export interface Writing extends Taken {
  /** The shopper's account was erased, so nobody would read it. */
  isBuyerGone: boolean
}

/** Takes part so that nobody else writes there until the transaction ends, nor is anybody erased to whom it matters. */
export async function lockToWrite(ctx: Context, actor: Actor, way: Way): Promise<Writing> {
  // Sent together; Postgres takes the locks in this order.
  const [found, conversation] = await Promise.all([
    writerAndBuyer(ctx, { userId: actor.userId, conversationId: way.conversationId }),
    lockConversation(ctx, way.conversationId),
  ])
  const people = statusesOf(found)
  if (!mayCome(actor, way, people)) throw chatterMissing()

  const taken = await permit(ctx, actor, way, conversation)
  return { ...taken, isBuyerGone: people.get(taken.conversation.buyerId ?? '') === 'erased' }
}
const writerAndBuyer = builtOnce<{ userId: string | null; conversationId: string }>()((db, { userId, conversationId }) => {
  const buyer = db.select({ id: conversations.buyerId }).from(conversations).where(eq(conversations.id, conversationId))
  return db
    .select({ id: users.id, status: users.status })
    .from(users)
    .where(or(eq(users.id, userId), eq(users.id, buyer)))
    .orderBy(users.id)
    .for('key share')
})

/** Takes part so that whoever does is not erased until the transaction ends. */
export async function takePartToNote(ctx: Context, actor: Actor, way: Way): Promise<Taken> {
  if (!mayCome(actor, way, await lockPeople(ctx, [actor.userId]))) throw chatterMissing()
  return takePart(ctx, actor, way)
}

/** Guests have no account that could be disabled. */
const mayCome = ({ userId }: Actor, { key }: Way, people: ReadonlyMap<string, UserStatus>): boolean =>
  userId ? people.get(userId) === 'active' : Boolean(key)

/** Whoever writes, kept from being erased until the transaction ends; taken before any conversation. */
export async function lockWriter(ctx: Context, { userId }: Actor): Promise<string> {
  const people = await lockPeople(ctx, [userId])
  if (!userId || people.get(userId) !== 'active') throw chatterMissing()
  return userId
}

/** The states of these accounts, which stay until the transaction ends. */
export async function lockPeople(ctx: Context, userIds: readonly (string | null)[]): Promise<ReadonlyMap<string, UserStatus>> {
  const ids = userIds.flatMap((id) => id ?? [])
  const found = ctx.db.select({ id: users.id, status: users.status }).from(users).where(anyOf(users.id, ids))
  return statusesOf(await found.orderBy(users.id).for('key share'))
}

const statusesOf = (people: readonly { id: string; status: UserStatus }[]): ReadonlyMap<string, UserStatus> =>
  new Map(people.map(({ id, status }) => [id, status]))

async function permit(ctx: Context, actor: Actor, way: Way, conversation: ConversationRow | undefined): Promise<Taken> {
  if (!actor.userId && !way.key) throw chatterMissing()
  const side = conversation ? await sideIn(ctx, actor, conversation, way) : null
  if (!conversation || !side) throw conversationNotFound()
  return { conversation, userId: side === 'buyer' ? conversation.buyerId : actor.userId, side }
}

/** Refuses to write where one side wants nothing of the other, and in a room that is closed. */
export function refuseBlocked({ kind, closedAt, buyerBlockedAt, shopBlockedAt }: ConversationRow): void {
  if (kind === 'room' && closedAt) throw roomClosed()
  if (buyerBlockedAt || shopBlockedAt) throw chatBlocked()
}

export async function findMessage(ctx: Context, { conversation }: Pick<Taken, 'conversation'>, seq: number): Promise<MessageRow> {
  const [message] = await ctx.db
    .select()
    .from(messages)
    .where(and(eq(messages.conversationId, conversation.id), eq(messages.seq, seq)))
  if (!message) throw messageNotFound()
  return message
}

/** A message that somebody wrote themselves, in a conversation that is locked. */
export async function ownMessage(ctx: Context, taken: Taken, seq: number): Promise<MessageRow> {
  const message = await findMessage(ctx, taken, seq)
  if (message.senderId !== taken.userId) throw notYourMessage()
  return message
}
