import { eq } from 'drizzle-orm'
import { orderGroups, orders } from '#db/schema'
import { cardsOfProducts } from '#server/domains/catalog'
import type { Context } from '#server/platform/context'
import type { ConversationSide, MessageContext, MessageView } from '#shared/contracts/chat'
import { isByItself, ORDER_NOTICES, type OrderNotice } from '#shared/lifecycles/chat'
import { attachmentsOf } from './attachments'
import type { ConversationRow, MessageRow, Taken } from './chat-locks'
import { offersOf } from './offers-of'
import { namesInRoom } from './room-names'
import { nameOfGuest, namesOf } from './shown-names'

/** Messages as one who takes part sees them: signed with names, the products they speak of as they are now. */
export async function presentMessages(ctx: Context, viewer: Taken, rows: readonly MessageRow[]): Promise<MessageView[]> {
  const { conversation, userId } = viewer
  const senderIds = rows.map(({ senderId }) => senderId)
  const productIds = [...new Set(rows.flatMap(({ context }) => (context?.kind === 'product' ? context.productId : [])))]
  const [senders, guestName, cards, attachments, offers] = await Promise.all([
    conversation.kind === 'room' ? namesInRoom(ctx, conversation.id, senderIds) : namesOf(ctx, senderIds),
    conversation.buyerId === null ? guestNameOf(ctx, conversation) : null,
    cardsOfProducts(ctx, productIds),
    attachmentsOf(ctx, conversation.id, rows),
    offersOf(ctx, conversation.id, rows),
  ])
  const names = new Map<string | null, string | null>(senders)
  if (conversation.buyerId === null) names.set(null, guestName)

  const contextOf = ({ context }: MessageRow): MessageContext | null => {
    if (context?.kind === 'product') return { kind: 'product', title: context.title, card: cards.get(context.productId) ?? null }
    return context && { kind: 'order', number: context.number, groupNumber: context.groupNumber }
  }

  const isOwn = (row: MessageRow) => isSaidBy(userId, row)

  return rows.map((row) => ({
    seq: row.seq,
    rev: row.rev,
    kind: row.kind,
    side: sideOf(conversation, row),
    senderName: isByItself(row.kind) ? null : (names.get(row.senderId) ?? null),
    isOwn: isOwn(row),
    clientId: isOwn(row) ? row.clientId : null,
    isHeld: isHeld(row),
    body: isHidden(viewer, row) || row.kind === 'system' ? '' : row.body,
    attachments: isHidden(viewer, row) ? [] : (attachments.get(row.seq) ?? []),
    context: contextOf(row),
    notice: noticeOf(row),
    offer: offers.get(row.seq) ?? null,
    replyToSeq: row.replyToSeq,
    editedAt: row.editedAt?.toISOString() ?? null,
    deletedAt: row.deletedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }))
}

export async function presentMessage(ctx: Context, taken: Taken, row: MessageRow): Promise<MessageView> {
  const [message] = await presentMessages(ctx, taken, [row])
  return message!
}

/** What the marketplace says by itself. */
export const noticeOf = ({ kind, body }: Pick<MessageRow, 'kind' | 'body'>): OrderNotice | null =>
  (kind === 'system' && ORDER_NOTICES.find((known) => known === body)) || null

/** A guest has no id, as has nobody who writes by itself. */
export const isSaidBy = (userId: string | null, { kind, senderId }: Pick<MessageRow, 'kind' | 'senderId'>): boolean =>
  senderId === userId && !isByItself(kind)

/** A moderator looks at it first. */
export const isHeld = ({ heldAt, deletedAt }: Pick<MessageRow, 'heldAt' | 'deletedAt'>): boolean => heldAt !== null && deletedAt === null

/** Whether the other side said it; in a room, somebody else. */
export const isOfOthers = ({ conversation, userId, side }: Taken, message: Pick<MessageRow, 'kind' | 'senderId'>): boolean =>
  side === 'member' ? message.senderId !== userId : sideOf(conversation, message) !== side

/** Whether somebody sees no more than the place of a message. */
export const isHidden = (viewer: Taken, message: Pick<MessageRow, 'heldAt' | 'deletedAt' | 'kind' | 'senderId'>): boolean =>
  isHeld(message) && isOfOthers(viewer, message)

export const sideOf = (
  { kind: of, buyerId }: Pick<ConversationRow, 'kind' | 'buyerId'>,
  { kind, senderId }: Pick<MessageRow, 'kind' | 'senderId'>,
): ConversationSide | null => {
  if (kind === 'system') return null
  if (of === 'room') return 'member'
  if (kind === 'auto') return 'shop'
  return senderId === buyerId ? 'buyer' : 'shop'
}

export async function guestNameOf(ctx: Context, { orderId }: ConversationRow): Promise<string | null> {
  if (!orderId) return null
  const [group] = await ctx.db
    .select({ shippingAddress: orderGroups.shippingAddress })
    .from(orders)
    .innerJoin(orderGroups, eq(orderGroups.id, orders.groupId))
    .where(eq(orders.id, orderId))
  return group ? nameOfGuest(group) : null
}
