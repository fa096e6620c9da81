import { sql, type SQL } from 'drizzle-orm'
import type { ConversationSide } from '#shared/contracts/chat'
import { UNREAD_MAIL_MINUTES, SAID_KINDS } from '#shared/lifecycles/chat'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { stillStands } from './offers-of'

const MINUTE_MS = 60_000
/** What has lain for longer while nobody looked is no news any more. */
const OLDEST_MINUTES = 7 * 24 * 60
const SAID = { kind: sql`said.kind`, conversationId: sql`said.conversation_id`, seq: sql`said.seq` }

/**
 * Finds the conversations in which something has lain unread for some minutes, notes that and announces it for each side; once,
 * until that side has read. Of rooms nobody is told by mail. Of two at once one passes over what the other has noted.
 */
export function sweepUnread(ctx: Context): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    for (const side of ['buyer', 'shop'] as const)
      for (const { conversationId, seq } of await noteUnread(ctx, side))
        await ctx.queue.publish(ctx.db, 'conversation.unread', { conversationId, side, seq })
  })
}

function noteUnread(ctx: Context, side: ConversationSide): Promise<readonly { conversationId: string; seq: number }[]> {
  const [due, oldest] = [UNREAD_MAIL_MINUTES, OLDEST_MINUTES].map((minutes) =>
    new Date(ctx.now.getTime() - minutes * MINUTE_MS).toISOString(),
  )
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
