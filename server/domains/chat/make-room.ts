import { and, eq, isNull } from 'drizzle-orm'
import { conversationMembers, conversations, rooms, users } from '#db/schema'
import { addressNotVerified, hasVerifiedAddress } from '#server/domains/accounts'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { anyOf } from '#server/platform/database/any-of'
import { inTransaction } from '#server/platform/database/in-transaction'
import { makeRoomSchema, type MakeRoom } from '#shared/contracts/rooms'
import { ROOMS_OWNED_MOST } from '#shared/lifecycles/chat'
import { chatterMissing, tooManyRooms } from './chat-errors'
import { lockWriter } from './chat-locks'
import { refuseTitle } from './filter-message'

/** A room that is one's own, by its id. Needs a verified address; nobody owns more than so many that are not closed. */
export function makeRoom(ctx: Context, actor: Actor, input: MakeRoom): Promise<string> {
  const { name, topic, visibility } = makeRoomSchema.parse(input)
  return inTransaction(ctx, async (ctx) => {
    if (!actor.userId) throw chatterMissing()
    if (!hasVerifiedAddress(actor)) throw addressNotVerified()
    await refuseTitle(ctx, `${name}\n${topic}`)
    await lockOwners(ctx, [actor.userId])
    const userId = await lockWriter(ctx, actor)
    await refuseManyRooms(ctx, userId)

    const conversationId = ctx.newId()
    await ctx.db.insert(conversations).values({ id: conversationId, kind: 'room', createdAt: ctx.now, updatedAt: ctx.now })
    await ctx.db.insert(rooms).values({ conversationId, name, topic, visibility, createdAt: ctx.now })
    await ctx.db.insert(conversationMembers).values({ conversationId, userId, role: 'owner', createdAt: ctx.now })
    await recordAudit(ctx, actor, {
      action: 'chat.room_made',
      subject: { type: 'conversation', id: conversationId },
      details: { visibility },
    })
    return conversationId
  })
}

/** Accounts whose rooms are counted, each by one at a time; taken before any conversation. */
export async function lockOwners(ctx: Context, userIds: readonly string[]): Promise<void> {
  await ctx.db.select({ id: users.id }).from(users).where(anyOf(users.id, userIds)).orderBy(users.id).for('no key update')
}

export async function refuseManyRooms(ctx: Context, userId: string): Promise<void> {
  const owned = await ctx.db
    .select({ id: conversations.id })
    .from(conversationMembers)
    .innerJoin(conversations, and(eq(conversations.id, conversationMembers.conversationId), isNull(conversations.closedAt)))
    .where(and(eq(conversationMembers.userId, userId), eq(conversationMembers.role, 'owner')))
  if (owned.length >= ROOMS_OWNED_MOST) throw tooManyRooms(ROOMS_OWNED_MOST)
}
