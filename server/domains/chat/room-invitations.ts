import { createHash, createHmac } from 'node:crypto'
import { and, eq, gt } from 'drizzle-orm'
import { conversations, roomInvitations } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Config } from '#server/platform/config/config'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { RoomInvitation, RoomView } from '#shared/contracts/rooms'
import { ROOM_INVITATION_DAYS } from '#shared/lifecycles/chat'
import { announceConversation } from './announce-conversation'
import { chatterMissing, roomInvitationOver } from './chat-errors'
import { lockConversation, lockWriter } from './chat-locks'
import { roleInRoom } from './chat-policy'
import { readRoom } from './list-rooms'
import { endInvitation, enterRoom, findRoom, lockRoom, refuseBanned, refuseClosed, requirePlace } from './room-locks'

const DAY_MS = 24 * 60 * 60 * 1000

type InvitationRow = typeof roomInvitations.$inferSelect

/** What a room's link carries: 256 bits that only we can make out of the row's id, so that the table holds nothing usable. */
const tokenOf = ({ secret }: Pick<Config, 'secret'>, { id }: Pick<InvitationRow, 'id'>): string =>
  createHmac('sha256', secret).update(`room-invitation:${id}`).digest('base64url')
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

const present = (ctx: Context, row: InvitationRow): RoomInvitation => ({
  token: tokenOf(ctx.config, row),
  expiresAt: row.expiresAt.toISOString(),
})

/** The link by which people join, for who keeps order; null where there is none that holds. */
export async function getRoomInvitation(ctx: Context, actor: Actor, roomId: string): Promise<RoomInvitation | null> {
  requirePlace(await findRoom(ctx, actor, roomId), 'keeper')
  const holds = and(eq(roomInvitations.conversationId, roomId), gt(roomInvitations.expiresAt, ctx.now))
  const [row] = await ctx.db.select().from(roomInvitations).where(holds)
  return row ? present(ctx, row) : null
}

/** A new link by which people join, for some days; the one before ends. */
export function inviteToRoom(ctx: Context, actor: Actor, roomId: string): Promise<RoomInvitation> {
  return inTransaction(ctx, async (ctx) => {
    const taken = await lockRoom(ctx, actor, roomId)
    requirePlace(taken, 'keeper')
    refuseClosed(taken.conversation)
    const id = ctx.newId()
    const link = {
      id,
      tokenHash: hashOf(tokenOf(ctx.config, { id })),
      expiresAt: new Date(ctx.now.getTime() + ROOM_INVITATION_DAYS * DAY_MS),
    }
    const [row] = await ctx.db
      .insert(roomInvitations)
      .values({ conversationId: roomId, ...link })
      .onConflictDoUpdate({ target: roomInvitations.conversationId, set: link })
      .returning()
    await recordAudit(ctx, actor, { action: 'chat.room_invitation_made', subject: { type: 'conversation', id: roomId } })
    return present(ctx, row!)
  })
}

/** Ends the link by which people join. */
export function revokeRoomInvitation(ctx: Context, actor: Actor, roomId: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    requirePlace(await lockRoom(ctx, actor, roomId), 'keeper')
    if (!(await endInvitation(ctx, roomId))) return
    await recordAudit(ctx, actor, { action: 'chat.room_invitation_revoked', subject: { type: 'conversation', id: roomId } })
  })
}

/** The room that a link leads to. Throws `chat.room_invitation_over`. */
export async function lookAtRoomInvitation(ctx: Context, actor: Actor, token: string): Promise<RoomView> {
  if (!actor.userId) throw chatterMissing()
  const roomId = await roomOfLink(ctx, token)
  await refuseBanned(ctx, roomId, actor.userId)
  return readRoom(ctx, actor.userId, roomId)
}

/** Comes into the room that a link leads to; who is in it already stays as what they are. */
export function acceptRoomInvitation(ctx: Context, actor: Actor, token: string): Promise<RoomView> {
  return inTransaction(ctx, async (ctx) => {
    const userId = await lockWriter(ctx, actor)
    const roomId = await roomOfLink(ctx, token)
    const conversation = await lockConversation(ctx, roomId)
    // It may have been revoked while somebody else had the room.
    await roomOfLink(ctx, token)
    if (!(await roleInRoom(ctx, roomId, userId))) {
      await enterRoom(ctx, actor, conversation!, userId)
      await announceConversation(ctx, conversation!, conversation!.lastRev)
    }
    return readRoom(ctx, userId, roomId)
  })
}

async function roomOfLink(ctx: Context, token: string): Promise<string> {
  const [found] = await ctx.db
    .select({ id: conversations.id })
    .from(roomInvitations)
    .innerJoin(conversations, eq(conversations.id, roomInvitations.conversationId))
    .where(and(eq(roomInvitations.tokenHash, hashOf(token)), gt(roomInvitations.expiresAt, ctx.now)))
  if (!found) throw roomInvitationOver()
  return found.id
}
