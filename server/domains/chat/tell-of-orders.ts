import { and, desc, eq, inArray, isNull, or } from 'drizzle-orm'
import { conversationMembers, conversations, messages, orderEvents, orderGroups, orders, type SpokenOf } from '#db/schema'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { DomainEvents } from '#server/platform/queue/events'
import type { OrderNotice } from '#shared/lifecycles/chat'
import { writeMessage } from './add-message'
import { announceConversation } from './announce-conversation'
import { lockConversation, lockPeople, type ConversationRow } from './chat-locks'

/** Says where a shopper and a shop talk that a parcel is on its way, or ready to be picked up. */
export async function tellOfShipment(ctx: Context, { orderId, shipmentId }: DomainEvents['order.shipped']): Promise<void> {
  const order = await findOrder(ctx, orderId)
  if (order) await tellOfOrder(ctx, order, shipmentId, order.pickup ? 'ready' : 'shipped')
}

/** Says there that all of an order or some of it will not come. */
export async function tellOfCancellation(ctx: Context, { orderId, eventId }: DomainEvents['order.cancelled']): Promise<void> {
  const order = await findOrder(ctx, orderId)
  const [event] = await ctx.db.select({ kind: orderEvents.kind }).from(orderEvents).where(eq(orderEvents.id, eventId))
  if (order && event) await tellOfOrder(ctx, order, eventId, event.kind === 'cancelled' ? 'cancelled' : 'part_cancelled')
}

type Order = NonNullable<Awaited<ReturnType<typeof findOrder>>>

async function findOrder(ctx: Context, orderId: string) {
  const [order] = await ctx.db
    .select({
      id: orders.id,
      number: orders.number,
      shopId: orders.shopId,
      pickup: orders.pickup,
      groupNumber: orderGroups.number,
      userId: orderGroups.userId,
    })
    .from(orders)
    .innerJoin(orderGroups, eq(orderGroups.id, orders.groupId))
    .where(eq(orders.id, orderId))
  return order
}

/** Says it once, by the id of what happened: in the conversation of the order, else in that of the two, where somebody has written. */
function tellOfOrder(ctx: Context, order: Order, clientId: string, notice: OrderNotice): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const ofBoth = order.userId
      ? and(eq(conversations.kind, 'direct'), eq(conversations.shopId, order.shopId), eq(conversations.buyerId, order.userId))
      : undefined
    const known = await ctx.db
      .select({ id: conversations.id, buyerId: conversations.buyerId })
      .from(conversations)
      .where(and(eq(conversations.begun, true), or(and(eq(conversations.kind, 'order'), eq(conversations.orderId, order.id)), ofBoth)))
      .orderBy(desc(eq(conversations.kind, 'order')))
    const [place] = known
    if (!place) return

    const people = await lockPeople(ctx, [place.buyerId])
    const conversation = (await lockConversation(ctx, place.id))!
    const isOver = conversation.buyerBlockedAt || conversation.shopBlockedAt || people.get(conversation.buyerId ?? '') === 'erased'
    if (isOver || (await isTold(ctx, known, clientId))) return

    const context: SpokenOf = { kind: 'order', orderId: order.id, number: order.number, groupNumber: order.groupNumber }
    const taken = { conversation, userId: null, side: 'shop' } as const
    const added = await writeMessage(ctx, taken, { clientId, kind: 'system', body: notice, context })
    await keepRead(ctx, conversation)
    await announceConversation(ctx, conversation, added.rev)
  })
}

/** Somebody may have written about the order itself between two tries. */
async function isTold(ctx: Context, known: readonly { id: string }[], clientId: string): Promise<boolean> {
  const ids = known.map(({ id }) => id)
  const told = and(inArray(messages.conversationId, ids), isNull(messages.senderId), eq(messages.clientId, clientId))
  return (await ctx.db.$count(messages, told)) > 0
}

/** Whoever had read all of a locked conversation has nothing unread by a notice: a mail and the news tell of it as well. */
async function keepRead(ctx: Context, { id, lastSeq }: ConversationRow): Promise<void> {
  const seq = lastSeq + 1
  for (const mark of ['shopReadSeq', 'guestReadSeq'] as const)
    await ctx.db
      .update(conversations)
      .set({ [mark]: seq })
      .where(and(eq(conversations.id, id), eq(conversations[mark], lastSeq)))
  await ctx.db
    .update(conversationMembers)
    .set({ lastReadSeq: seq })
    .where(and(eq(conversationMembers.conversationId, id), eq(conversationMembers.lastReadSeq, lastSeq)))
}
