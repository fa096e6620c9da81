import { and, eq, sql, type SQL } from 'drizzle-orm'
import { conversationMembers } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { RoomMembershipChange } from '#shared/contracts/rooms'
import { SAID_KINDS } from '#shared/lifecycles/chat'
import { announceToSide } from './announce-conversation'
import { lockRoom, requirePlace } from './room-locks'

/** Chooses what one is told of a room. */
export function chooseRoomNotices(ctx: Context, actor: Actor, roomId: string, { notices }: RoomMembershipChange): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const taken = await lockRoom(ctx, actor, roomId)
    requirePlace(taken, 'anybody')
    const own = and(eq(conversationMembers.conversationId, roomId), eq(conversationMembers.userId, taken.userId))
    await ctx.db.update(conversationMembers).set({ notices }).where(own)
    await announceToSide(ctx, taken.conversation, 'member')
  })
}

/**
 * Whether there is something unread in a room that somebody wants to be told of, for a query in which they are `m`: of others, there to be
 * read, and an answer to what they have said unless they want all. With `until`, a moment, of before that.
 */
export const wantedUnread = (until?: string): SQL => sql`(m.notices <> 'none' and exists (
  select from messages said
  where said.conversation_id = m.conversation_id and said.seq > m.last_read_seq and said.kind in ${[...SAID_KINDS]}
    and said.sender_id is distinct from m.user_id and said.deleted_at is null and said.held_at is null
    ${until === undefined ? sql`` : sql`and said.created_at <= ${until}::timestamptz`}
    and (m.notices = 'all' or exists (
      select from messages own where own.conversation_id = said.conversation_id and own.seq = said.reply_to_seq and own.sender_id = m.user_id
    ))
))`
