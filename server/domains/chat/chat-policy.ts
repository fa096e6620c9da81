import { and, eq, isNull } from 'drizzle-orm'
import { conversationMembers, orderGroups, orders, users } from '#db/schema'
import { isAccessKey } from '#server/domains/orders'
import { roleInShop } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { ConversationSide } from '#shared/contracts/chat'
import { ROOM_ROLES, type RoomRole } from '#shared/lifecycles/chat'
import { STAFF_ROLES } from '#shared/lifecycles/user'
import type { ConversationRow, Way } from './chat-locks'

/** Whoever keeps order in the marketplace. */
export const mayModerate = ({ role }: Actor): boolean => ['moderator', 'admin', 'system'].includes(role)

/** Whether somebody answers for the marketplace at this very moment, also where their session began before. */
export async function isStaff(ctx: Context, actor: Actor): Promise<boolean> {
  if (!actor.userId || !mayModerate(actor)) return false
  const [user] = await ctx.db.select({ role: users.role }).from(users).where(eq(users.id, actor.userId))
  return STAFF_ROLES.some((role) => role === user?.role)
}

/** The way to the side of a conversation that is not the shopper's. */
export const wayOfDesk = ({ id, kind, shopId }: ConversationRow): Way => ({ conversationId: id, shopId, asStaff: kind === 'support' })

/**
 * On which side somebody takes part, by the way they come: as the shopper it is theirs, or it is about the order whose key they
 * show; for a shop, they are on its team at this very moment, and the shopper has written; for the marketplace, likewise, and what they
 * write themselves others answer; in a room they are in it at this very moment. Null to everybody else.
 */
export async function sideIn(
  ctx: Context,
  actor: Actor,
  conversation: ConversationRow,
  { shopId, asStaff, key }: Way,
): Promise<ConversationSide | null> {
  if (asStaff) {
    const isOfOthers = conversation.kind === 'support' && conversation.begun && conversation.buyerId !== actor.userId
    return isOfOthers && (await isStaff(ctx, actor)) ? 'shop' : null
  }
  if (conversation.kind === 'room') {
    if (shopId !== null || !actor.userId) return null
    return (await roleInRoom(ctx, conversation.id, actor.userId)) && 'member'
  }
  if (shopId === null) {
    if (conversation.buyerId === null) return key && (await opensOrder(ctx, conversation.orderId, key)) ? 'buyer' : null
    return conversation.buyerId === actor.userId ? 'buyer' : null
  }
  if (!actor.userId) return null
  return conversation.shopId === shopId && conversation.begun && (await roleInShop(ctx, actor, shopId)) !== null ? 'shop' : null
}

/** As what somebody is in a room at this very moment; null who is not. */
export async function roleInRoom(ctx: Context, conversationId: string, userId: string): Promise<RoomRole | null> {
  const [member] = await ctx.db
    .select({ role: conversationMembers.role })
    .from(conversationMembers)
    .where(and(eq(conversationMembers.conversationId, conversationId), eq(conversationMembers.userId, userId)))
  return ROOM_ROLES.find((role) => role === member?.role) ?? null
}

/** Whether this is the key of the link to an order that nobody with an account has. */
async function opensOrder(ctx: Context, orderId: string | null, key: string): Promise<boolean> {
  if (!orderId) return false
  const [group] = await ctx.db
    .select({ number: orderGroups.number })
    .from(orders)
    .innerJoin(orderGroups, eq(orderGroups.id, orders.groupId))
    .where(and(eq(orders.id, orderId), isNull(orderGroups.userId)))
  return group !== undefined && isAccessKey(ctx.config, group.number, key)
}
