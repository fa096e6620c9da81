import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { conversationMembers, roomBans, users } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { RoomBans, RoomMembers, RoomRoleChange } from '#shared/contracts/rooms'
import { ROOM_ROLES, keepsOrder, outranks, type RoomRole } from '#shared/lifecycles/chat'
import { announceConversation } from './announce-conversation'
import { chatterMissing, heirMissing, roomMemberNotFound, roomRightMissing } from './chat-errors'
import { lockPeople } from './chat-locks'
import { roleInRoom } from './chat-policy'
import { lockOwners, refuseManyRooms } from './make-room'
import { nameOf } from './shown-names'
import { namesInRoom } from './room-names'
import { endInvitation, findRoom, lockRoom, refuseClosed, requirePlace, requireRoomMember } from './room-locks'

const memberOf = (roomId: string, userId: string) =>
  and(eq(conversationMembers.conversationId, roomId), eq(conversationMembers.userId, userId))

/** Who is in a room, for who is too. */
export async function listRoomMembers(ctx: Context, actor: Actor, roomId: string): Promise<RoomMembers> {
  const taken = await findRoom(ctx, actor, roomId)
  const own = requirePlace(taken, 'anybody')
  const rows = await ctx.db
    .select({ member: conversationMembers })
    .from(conversationMembers)
    .where(eq(conversationMembers.conversationId, roomId))
    .orderBy(
      sql`array_position(array[${sql.join(
        [...ROOM_ROLES].map((role) => sql`${role}`),
        sql`, `,
      )}]::text[], ${conversationMembers.role})`,
      asc(conversationMembers.createdAt),
      asc(conversationMembers.userId),
    )
  const names = await namesInRoom(ctx, roomId)
  return {
    items: rows.map(({ member: { userId, role: stored, createdAt } }) => {
      const role = ROOM_ROLES.find((known) => known === stored) ?? 'member'
      return {
        ...{ userId, name: names.get(userId) ?? null, role, since: createdAt.toISOString() },
        isYou: userId === taken.userId,
        removable: outranks(own, role),
      }
    }),
  }
}

/** Makes somebody of a room a moderator or no longer one, or hands it on to them; for its owner, who is a moderator then. */
export function changeRoomRole(ctx: Context, actor: Actor, roomId: string, userId: string, { role }: RoomRoleChange): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    if (!actor.userId) throw chatterMissing()
    if (role === 'owner') await lockOwners(ctx, [actor.userId, userId])
    const people = await lockPeople(ctx, [actor.userId, userId])
    const taken = await lockRoom(ctx, actor, roomId)
    requirePlace(taken, 'owner')
    refuseClosed(taken.conversation)
    const before = await requireRoomMember(ctx, roomId, userId)
    if (before === role) return
    // Of the owner nobody makes less; the room is handed on to somebody else.
    if (before === 'owner') throw roomRightMissing()

    if (role === 'owner') {
      if (people.get(userId) !== 'active') throw heirMissing()
      await refuseManyRooms(ctx, userId)
      await ctx.db.update(conversationMembers).set({ role: 'moderator' }).where(memberOf(roomId, taken.userId))
    }
    await ctx.db.update(conversationMembers).set({ role }).where(memberOf(roomId, userId))
    if (!keepsOrder(role)) await endInvitation(ctx, roomId)
    await announceConversation(ctx, taken.conversation, taken.conversation.lastRev)
    const subject = { type: 'conversation', id: roomId }
    await recordAudit(ctx, actor, { action: 'chat.room_role_changed', subject, details: { userId, role } })
  })
}

/** Sends somebody out of a room, who may come back unless they are banned; the owner anybody, moderators members alone. */
export function removeFromRoom(ctx: Context, actor: Actor, roomId: string, userId: string, { ban }: { ban: boolean }): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    // Accounts come before conversations.
    const people = await lockPeople(ctx, [actor.userId, userId])
    const taken = await lockRoom(ctx, actor, roomId)
    const own = requirePlace(taken, 'keeper')
    const byOwner = own === 'owner'
    if (ban && (await findBan(ctx, roomId, userId))) {
      if (byOwner) await ctx.db.update(roomBans).set({ byOwner }).where(banOf(roomId, userId))
      return
    }
    const role = await roleInRoom(ctx, roomId, userId)
    // Who has left meanwhile can be banned all the same.
    if (!role && (!ban || (people.get(userId) ?? 'erased') === 'erased')) throw roomMemberNotFound()
    if (!outranks(own, role ?? 'member')) throw roomRightMissing()

    // Told before they are out, so that they are told too.
    await announceConversation(ctx, taken.conversation, taken.conversation.lastRev)
    await ctx.db.delete(conversationMembers).where(memberOf(roomId, userId))
    if (taken.room.visibility === 'private' || (role && keepsOrder(role))) await endInvitation(ctx, roomId)
    if (ban) await ctx.db.insert(roomBans).values({ conversationId: roomId, userId, byOwner, createdAt: ctx.now })
    const action = ban ? 'chat.room_banned' : 'chat.room_kicked'
    await recordAudit(ctx, actor, { action, subject: { type: 'conversation', id: roomId }, details: { userId } })
  })
}

const banOf = (roomId: string, userId: string) => and(eq(roomBans.conversationId, roomId), eq(roomBans.userId, userId))
const findBan = async (ctx: Context, roomId: string, userId: string) =>
  (await ctx.db.select().from(roomBans).where(banOf(roomId, userId))).at(0)

/** What the owner has said no moderator takes back. */
const mayLift = (own: RoomRole, { byOwner }: { byOwner: boolean }) => own === 'owner' || !byOwner

/** Who may not come back, for who keeps order. */
export async function listRoomBans(ctx: Context, actor: Actor, roomId: string): Promise<RoomBans> {
  const own = requirePlace(await findRoom(ctx, actor, roomId), 'keeper')
  const rows = await ctx.db
    .select({ ban: roomBans, user: { name: users.name, status: users.status } })
    .from(roomBans)
    .innerJoin(users, eq(users.id, roomBans.userId))
    .where(eq(roomBans.conversationId, roomId))
    .orderBy(desc(roomBans.createdAt), desc(roomBans.userId))
  return {
    items: rows.map(({ ban, user }) => ({
      ...{ userId: ban.userId, name: nameOf(user), since: ban.createdAt.toISOString() },
      liftable: mayLift(own, ban),
    })),
  }
}

/** Lets somebody come back, where the room is public or they are invited; whom the owner has banned, the owner. */
export function liftRoomBan(ctx: Context, actor: Actor, roomId: string, userId: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const own = requirePlace(await lockRoom(ctx, actor, roomId), 'keeper')
    const ban = await findBan(ctx, roomId, userId)
    if (!ban) return
    if (!mayLift(own, ban)) throw roomRightMissing()
    await ctx.db.delete(roomBans).where(banOf(roomId, userId))
    await recordAudit(ctx, actor, { action: 'chat.room_unbanned', subject: { type: 'conversation', id: roomId }, details: { userId } })
  })
}
