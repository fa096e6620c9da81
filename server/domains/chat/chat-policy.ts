import { and, eq } from 'drizzle-orm'
import { conversationMembers, orderGroups, orders } from '#db/schema'
import { isAccessKey } from '#server/domains/orders'
import { roleInShop } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { ConversationSide } from '#shared/contracts/chat'
import { ROOM_ROLES, type RoomRole } from '#shared/lifecycles/chat'
import type { ConversationRow, Way } from './chat-locks'

/** Whoever keeps order in the marketplace. */
export const mayModerate = ({ role }: Actor): boolean => ['moderator', 'admin', 'system'].includes(role)

/**
 * On which side somebody takes part, by the way they come: as the shopper it is theirs, or it is about the order whose key they
 * show; for a shop, they are on its team at this very moment, and the shopper has written; in a room they are in it at this very
 * moment. Null to everybody else.
 */
export async function sideIn(
  ctx: Context,
  actor: Actor,
  conversation: ConversationRow,
  { shopId, key }: Way,
): Promise<ConversationSide | null> {
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

/** Whether this is the key of the link to an order. */
async function opensOrder(ctx: Context, orderId: string | null, key: string): Promise<boolean> {
  if (!orderId) return false
  const [group] = await ctx.db
    .select({ number: orderGroups.number })
    .from(orders)
    .innerJoin(orderGroups, eq(orderGroups.id, orders.groupId))
    .where(eq(orders.id, orderId))
  return group !== undefined && isAccessKey(ctx.config, group.number, key)
}
