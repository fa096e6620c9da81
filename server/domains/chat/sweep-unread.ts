import { sql, type SQL } from 'drizzle-orm'
import type { ConversationSide } from '#shared/contracts/chat'
import { UNREAD_MAIL_MINUTES, SAID_KINDS } from '#shared/lifecycles/chat'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { stillStands } from './offers-of'
import { wantedUnread } from './room-notices'

const MINUTE_MS = 60_000
/** What has lain for longer while nobody looked is no news any more. */
const OLDEST_MINUTES = 7 * 24 * 60
const SAID = { kind: sql`said.kind`, conversationId: sql`said.conversation_id`, seq: sql`said.seq` }

/**
 * Finds the conversations in which something has lain unread for some minutes, notes that and announces it for each side; once,
 * until that side has read; in rooms for each who wants to be told. Of two at once one passes over what the other has noted.
 */
export function sweepUnread(ctx: Context): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    for (const side of ['buyer', 'shop'] as const)
      for (const { conversationId, seq } of await noteUnread(ctx, side))
        await ctx.queue.publish(ctx.db, 'conversation.unread', { conversationId, side, seq })
    for (const unread of await noteUnreadInRooms(ctx)) await ctx.queue.publish(ctx.db, 'room.unread', unread)
  })
}

function noteUnread(ctx: Context, side: ConversationSide): Promise<readonly { conversationId: string; seq: number }[]> {
  const [due, oldest] = limitsOf(ctx)
  const mailed: SQL = side === 'shop' ? sql`shop_mailed_seq` : sql`buyer_mailed_seq`
  const read: SQL =
    side === 'shop'
      ? sql`c.shop_read_seq`
      : sql`case when c.buyer_id is null then c.guest_read_seq else coalesce(member.last_read_seq, 0) end`
  return ctx.db.execute<{ conversationId: string; seq: number }>(sql`
    update conversations noted set ${mailed} = due.last_seq
    from (
      select c.id, c.last_seq, c.${mailed} as mailed_seq
      from conversations c left join conversation_members member on member.conversation_id = c.id and member.user_id = c.buyer_id
      where c.begun and c.kind <> 'room' and c.updated_at > ${oldest}::timestamptz and c.last_seq > (${read}) and c.${mailed} <= (${read}) and exists (
        select from messages said
        where said.conversation_id = c.id and said.seq > (${read}) and said.kind in ${[...SAID_KINDS]} and said.deleted_at is null
          and said.held_at is null and ${stillStands(SAID)}
          and (said.sender_id is not distinct from c.buyer_id) = ${side === 'shop'} and said.created_at <= ${due}::timestamptz
      )
    ) due
    where noted.id = due.id and noted.${mailed} = due.mailed_seq
    returning noted.id as "conversationId", due.last_seq as seq`)
}

function noteUnreadInRooms(ctx: Context): Promise<readonly { roomId: string; userId: string; seq: number }[]> {
  const [due, oldest] = limitsOf(ctx)
  return ctx.db.execute<{ roomId: string; userId: string; seq: number }>(sql`
    update conversation_members noted set mailed_seq = due.last_seq
    from (
      select m.conversation_id, m.user_id, m.mailed_seq, c.last_seq
      from conversations c join conversation_members m on m.conversation_id = c.id
      where c.kind = 'room' and c.closed_at is null and c.updated_at > ${oldest}::timestamptz and c.last_seq > m.last_read_seq
        and m.mailed_seq <= m.last_read_seq and ${wantedUnread(due)}
    ) due
    where noted.conversation_id = due.conversation_id and noted.user_id = due.user_id and noted.mailed_seq = due.mailed_seq
    returning noted.conversation_id as "roomId", noted.user_id as "userId", due.last_seq as seq`)
}

/** Until when something has lain for long enough, and since when it is news. */
const limitsOf = ({ now }: Context): [due: string, oldest: string] => [
  new Date(now.getTime() - UNREAD_MAIL_MINUTES * MINUTE_MS).toISOString(),
  new Date(now.getTime() - OLDEST_MINUTES * MINUTE_MS).toISOString(),
]
