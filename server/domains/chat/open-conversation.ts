import { and, desc, eq } from 'drizzle-orm'
import { conversationMembers, conversations, messages, orderGroups, orders, products, type SpokenOf } from '#db/schema'
import { addressNotVerified, hasVerifiedAddress } from '#server/domains/accounts'
import { findProductId } from '#server/domains/catalog'
import { isAccessKey } from '#server/domains/orders'
import { getShop, roleInShop } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { OpenConversation } from '#shared/contracts/chat'
import { addMessage } from './add-message'
import { chatterMissing, orderNotFound, ownShop } from './chat-errors'
import { countConversation, countMessage } from './chat-limits'
import { lockWriter, type ConversationRow } from './chat-locks'

interface Subject {
  /** Null where it is the marketplace that somebody writes to. */
  shopId: string | null
  context: SpokenOf | null
}

/**
 * Somebody's conversation with a shop or the marketplace, the one that there is or a new one; the product or order it is about is spoken of from
 * here on. The other side sees it once something was written. Needs a verified address; guests show the key of their order.
 */
export async function openConversation(ctx: Context, actor: Actor, input: OpenConversation): Promise<string> {
  if (input.about === 'order' && input.key) {
    const order = await findOrderByKey(ctx, input.number, input.key)
    if (order.userId === null) return openAsGuest(ctx, actor, order)
  }
  if (!actor.userId) throw chatterMissing()
  const subject = await findSubject(ctx, actor.userId, input)
  if (subject.shopId && (await roleInShop(ctx, actor, subject.shopId))) throw ownShop()
  if (!hasVerifiedAddress(actor)) throw addressNotVerified()
  const kind = subject.shopId ? 'direct' : 'support'
  const ofShop = subject.shopId ? eq(conversations.shopId, subject.shopId) : undefined
  const ofBoth = and(ofShop, eq(conversations.buyerId, actor.userId), eq(conversations.kind, kind))
  const [known] = await ctx.db.select({ id: conversations.id }).from(conversations).where(ofBoth)
  if (!known) await countConversation(ctx, actor.userId)
  else if (subject.context && !isSame(subject.context, await lastSpokenOf(ctx, known)))
    await countMessage(ctx, actor, { conversationId: known.id, shopId: null })

  return inTransaction(ctx, async (ctx) => {
    const userId = await lockWriter(ctx, actor)
    await ctx.db
      .insert(conversations)
      .values({ id: ctx.newId(), kind, shopId: subject.shopId, buyerId: userId, createdAt: ctx.now, updatedAt: ctx.now })
      .onConflictDoNothing()
    const [row] = await ctx.db.select().from(conversations).where(ofBoth).for('no key update')
    const conversation = row!

    await ctx.db.insert(conversationMembers).values({ conversationId: conversation.id, userId, role: 'buyer' }).onConflictDoNothing()
    const { context } = subject
    const isBlocked = conversation.buyerBlockedAt ?? conversation.shopBlockedAt
    if (context && !isBlocked && !isSame(context, await lastSpokenOf(ctx, conversation)))
      await addMessage(ctx, { conversation, userId, side: 'buyer' }, { clientId: ctx.newId(), kind: 'context', context })
    return conversation.id
  })
}

interface GuestOrder {
  id: string
  number: string
  shopId: string
  groupNumber: string
  /** Null while nobody with an account has it. */
  userId: string | null
}

async function findOrderByKey(ctx: Context, number: string, key: string): Promise<GuestOrder> {
  const [order] = await ctx.db
    .select({ id: orders.id, number: orders.number, shopId: orders.shopId, groupNumber: orderGroups.number, userId: orderGroups.userId })
    .from(orders)
    .innerJoin(orderGroups, eq(orderGroups.id, orders.groupId))
    .where(eq(orders.number, number))
  if (!order || !isAccessKey(ctx.config, order.groupNumber, key)) throw orderNotFound()
  return order
}

/** The conversation of a guest's order with its shop. Once the guest has an account it is theirs, like the order. */
async function openAsGuest(ctx: Context, actor: Actor, order: GuestOrder): Promise<string> {
  if (await roleInShop(ctx, actor, order.shopId)) throw ownShop()
  return inTransaction(ctx, async (ctx) => {
    const { id: orderId, shopId, number, groupNumber } = order
    // Who has an account since a moment ago gets the order with all that was said of it, once.
    const [group] = await ctx.db
      .select({ userId: orderGroups.userId })
      .from(orderGroups)
      .where(eq(orderGroups.number, groupNumber))
      .for('share')
    if (group?.userId !== null) throw chatterMissing()
    await ctx.db
      .insert(conversations)
      .values({ id: ctx.newId(), kind: 'order', shopId, orderId, createdAt: ctx.now, updatedAt: ctx.now })
      .onConflictDoNothing()
    const ofOrder = and(eq(conversations.orderId, orderId), eq(conversations.kind, 'order'))
    const [conversation] = await ctx.db.select().from(conversations).where(ofOrder).for('no key update')
    if (conversation!.lastSeq === 0) {
      const context = { kind: 'order' as const, orderId, number, groupNumber }
      await addMessage(
        ctx,
        { conversation: conversation!, userId: null, side: 'buyer' },
        { clientId: ctx.newId(), kind: 'context', context },
      )
    }
    return conversation!.id
  })
}

async function findSubject(ctx: Context, userId: string, input: OpenConversation): Promise<Subject> {
  if (input.about === 'support')
    return { shopId: null, context: input.number ? (await findOrder(ctx, userId, input.number)).context : null }
  if (input.about === 'shop') return { shopId: (await getShop(ctx, input.slug)).id, context: null }
  if (input.about === 'product') {
    const productId = await findProductId(ctx, input.slug)
    const [product] = await ctx.db.select().from(products).where(eq(products.id, productId))
    const { shopId, slug, title } = product!
    return { shopId, context: { kind: 'product', productId, slug, title } }
  }
  return findOrder(ctx, userId, input.number)
}

async function findOrder(ctx: Context, userId: string, number: string): Promise<Subject> {
  const [order] = await ctx.db
    .select({ id: orders.id, shopId: orders.shopId, groupNumber: orderGroups.number })
    .from(orders)
    .innerJoin(orderGroups, eq(orderGroups.id, orders.groupId))
    .where(and(eq(orders.number, number), eq(orderGroups.userId, userId)))
  if (!order) throw orderNotFound()
  return { shopId: order.shopId, context: { kind: 'order', orderId: order.id, number, groupNumber: order.groupNumber } }
}

async function lastSpokenOf(ctx: Context, { id }: Pick<ConversationRow, 'id'>): Promise<SpokenOf | null> {
  const [last] = await ctx.db
    .select({ context: messages.context })
    .from(messages)
    .where(and(eq(messages.conversationId, id), eq(messages.kind, 'context')))
    .orderBy(desc(messages.seq))
    .limit(1)
  return last?.context ?? null
}

const keyOf = (thing: SpokenOf) => (thing.kind === 'product' ? thing.productId : thing.orderId)
const isSame = (one: SpokenOf, other: SpokenOf | null) => other !== null && keyOf(one) === keyOf(other)
