import { and, asc, eq, ilike, isNull, sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { conversationMembers, conversations, rooms } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { cutPage, decodeCursor } from '#server/platform/database/keyset'
import { idSchema } from '#shared/contracts/common'
import { ROOM_NAME_MAX, type RoomQuery, type RoomView } from '#shared/contracts/rooms'
import { ROOM_ROLES } from '#shared/lifecycles/chat'
import { chatterMissing } from './chat-errors'
import { findRoom } from './room-locks'

const PAGE = 30

/** The public rooms that are not closed, by name. */
export async function listRooms(
  ctx: Context,
  actor: Actor,
  { q, cursor }: RoomQuery,
): Promise<{ items: RoomView[]; nextCursor: string | null }> {
  if (!actor.userId) throw chatterMissing()
  const after = cursor ? decodeCursor(cursor, z.tuple([z.string().max(ROOM_NAME_MAX), idSchema])) : null
  const listed = and(
    eq(rooms.visibility, 'public'),
    isNull(conversations.closedAt),
    q ? ilike(rooms.name, `%${q.replace(/[\\%_]/g, String.raw`\$&`)}%`) : undefined,
    after ? sql`(${rooms.name}, ${rooms.conversationId}) > (${after[0]}::text, ${after[1]}::uuid)` : undefined,
  )
  return cutPage(await read(ctx, actor.userId, listed!, PAGE + 1), PAGE, ({ name, id }) => [name, id])
}

/** One room, for who may see it. */
export async function getRoom(ctx: Context, actor: Actor, roomId: string): Promise<RoomView> {
  const { userId } = await findRoom(ctx, actor, roomId)
  return readRoom(ctx, userId, roomId)
}

/** One room, for somebody who was let in. */
export async function readRoom(ctx: Context, userId: string, roomId: string): Promise<RoomView> {
  const [room] = await read(ctx, userId, eq(rooms.conversationId, roomId), 1)
  return room!
}

async function read(ctx: Context, userId: string, of: SQL, most: number): Promise<RoomView[]> {
  const rows = await ctx.db
    .select({
      room: rooms,
      closedAt: conversations.closedAt,
      role: conversationMembers.role,
      members: sql<number>`(select count(*)::int from conversation_members inside where inside.conversation_id = ${rooms.conversationId})`,
    })
    .from(rooms)
    .innerJoin(conversations, eq(conversations.id, rooms.conversationId))
    .leftJoin(
      conversationMembers,
      and(eq(conversationMembers.conversationId, rooms.conversationId), eq(conversationMembers.userId, userId)),
    )
    .where(of)
    .orderBy(asc(rooms.name), asc(rooms.conversationId))
    .limit(most)
  return rows.map(({ room: { conversationId, name, topic, visibility }, closedAt, role, members }) => ({
    ...{ id: conversationId, name, topic, visibility, members, closed: closedAt !== null },
    role: ROOM_ROLES.find((known) => known === role) ?? null,
  }))
}
