import { and, eq } from 'drizzle-orm'
import { conversationMembers, conversations, roomBans, roomInvitations, rooms } from '#db/schema'
import { addressNotVerified, hasVerifiedAddress } from '#server/domains/accounts'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { ROOM_MEMBERS_MOST, keepsOrder, type RoomRole } from '#shared/lifecycles/chat'
import { chatterMissing, roomBanned, roomClosed, roomFull, roomMemberNotFound, roomNotFound, roomRightMissing } from './chat-errors'
import { lockConversation, lockWriter, type ConversationRow } from './chat-locks'
import { roleInRoom } from './chat-policy'

type RoomRow = typeof rooms.$inferSelect

/** A room as somebody has it before them. */
interface RoomTaken {
  conversation: ConversationRow
  room: RoomRow
  userId: string
  /** Null who is not in it. */
  role: RoomRole | null
}

/** The room, for who is in it; one that is public and not closed for everybody with an account. To all others there is none. */
export async function findRoom(ctx: Context, actor: Actor, roomId: string): Promise<RoomTaken> {
  if (!actor.userId) throw chatterMissing()
  const [conversation] = await ctx.db.select().from(conversations).where(eq(conversations.id, roomId))
  return permit(ctx, actor.userId, conversation)
}

/** The same, in which nothing else changes until the transaction ends, nor is who comes erased. */
export async function lockRoom(ctx: Context, actor: Actor, roomId: string): Promise<RoomTaken> {
  const userId = await lockWriter(ctx, actor)
  return permit(ctx, userId, await lockConversation(ctx, roomId))
}

async function permit(ctx: Context, userId: string, conversation: ConversationRow | undefined): Promise<RoomTaken> {
  const room = conversation && (await roomOf(ctx, conversation.id))
  if (!conversation || !room) throw roomNotFound()
  const role = await roleInRoom(ctx, conversation.id, userId)
  if (!role && (room.visibility === 'private' || conversation.closedAt)) throw roomNotFound()
  return { conversation, room, userId, role }
}

async function roomOf(ctx: Context, conversationId: string): Promise<RoomRow | undefined> {
  const [room] = await ctx.db.select().from(rooms).where(eq(rooms.conversationId, conversationId))
  return room
}

/** Refuses whoever is not in the room, or has not the place in it that is asked for. */
export function requirePlace({ role }: Pick<RoomTaken, 'role'>, place: 'anybody' | 'keeper' | 'owner'): RoomRole {
  if (!role) throw roomNotFound()
  if (place === 'owner' ? role !== 'owner' : place === 'keeper' && !keepsOrder(role)) throw roomRightMissing()
  return role
}

/** Ends the link by which people join, which whoever loses their place has seen; whether there was one. */
export async function endInvitation(ctx: Context, roomId: string): Promise<boolean> {
  return (await ctx.db.delete(roomInvitations).where(eq(roomInvitations.conversationId, roomId)).returning()).length > 0
}

export async function refuseBanned(ctx: Context, roomId: string, userId: string): Promise<void> {
  if (await ctx.db.$count(roomBans, and(eq(roomBans.conversationId, roomId), eq(roomBans.userId, userId)))) throw roomBanned()
}

export function refuseClosed({ closedAt }: Pick<ConversationRow, 'closedAt'>): void {
  if (closedAt) throw roomClosed()
}

export async function requireRoomMember(ctx: Context, roomId: string, userId: string): Promise<RoomRole> {
  const role = await roleInRoom(ctx, roomId, userId)
  if (!role) throw roomMemberNotFound()
  return role
}

/** Puts somebody into a locked room who may come. What was written before is there for them, and is not unread. */
export async function enterRoom(ctx: Context, actor: Actor, conversation: ConversationRow, userId: string): Promise<void> {
  if (!hasVerifiedAddress(actor)) throw addressNotVerified()
  refuseClosed(conversation)
  await refuseBanned(ctx, conversation.id, userId)
  const inside = eq(conversationMembers.conversationId, conversation.id)
  if ((await ctx.db.$count(conversationMembers, inside)) >= ROOM_MEMBERS_MOST) throw roomFull(ROOM_MEMBERS_MOST)
  await ctx.db.insert(conversationMembers).values({
    ...{ conversationId: conversation.id, userId, role: 'member' as const },
    ...{ lastReadSeq: conversation.lastSeq, createdAt: ctx.now },
  })
}
