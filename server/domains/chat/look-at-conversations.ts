import { sql } from 'drizzle-orm'
import { conversations } from '#db/schema'
import type { Context } from '#server/platform/context'
import { anyOf } from '#server/platform/database/any-of'
import { runPrepared } from '#server/platform/database/run-prepared'
import { STAFF_ROLES } from '#shared/lifecycles/user'

/** So many of the newest conversations tell whether anything happened to somebody. */
const NEWEST = 10

/** The newest visible change of each of these conversations. */
export async function revsOfConversations(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await ctx.db
    .select({ id: conversations.id, rev: conversations.lastRev })
    .from(conversations)
    .where(anyOf(conversations.id, ids))
  return new Map(rows.map(({ id, rev }) => [id, rev]))
}

/**
 * A sign for each of these people, which is another once something was written or read in one of their own newest conversations
 * or rooms, or in those of a shop or of the marketplace that they act for.
 */
export async function signsOfChat(ctx: Context, userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await runPrepared<{ userId: string; sign: string }>(
    ctx,
    sql`
    select person.id as "userId", md5(concat(
      (
        select string_agg(concat_ws(':', c.id, c.last_rev, m.last_read_seq), ' ' order by c.id) from (
          select id, last_rev from conversations where buyer_id = person.id order by updated_at desc, id desc limit ${NEWEST}
        ) c
        left join conversation_members m on m.conversation_id = c.id and m.user_id = person.id
      ),
      '|',
      (
        select string_agg(concat_ws(':', room.conversation_id, room.role, room.last_rev, room.last_read_seq), ' ' order by room.conversation_id)
        from (
          select m.conversation_id, m.role, m.last_read_seq, c.last_rev from conversation_members m
          join conversations c on c.id = m.conversation_id and c.kind = 'room'
          where m.user_id = person.id order by c.updated_at desc, c.id desc limit ${NEWEST}
        ) room
      ),
      '|',
      (
        select string_agg(concat_ws(':', c.id, c.last_rev, c.shop_read_seq), ' ' order by c.id) from shop_members member
        cross join lateral (
          select id, last_rev, shop_read_seq, begun from conversations
          where shop_id = member.shop_id order by updated_at desc, id desc limit ${NEWEST}
        ) c
        where member.user_id = person.id and c.begun
      ),
      '|',
      (
        select string_agg(concat_ws(':', c.id, c.last_rev, c.shop_read_seq), ' ' order by c.id) from users u
        cross join lateral (
          select id, last_rev, shop_read_seq from conversations
          where kind = 'support' and begun order by updated_at desc, id desc limit ${NEWEST}
        ) c
        where u.id = person.id and u.role in ${[...STAFF_ROLES]}
      )
    )) as sign
    from unnest((select ${sql.param([...userIds])}::uuid[])) person(id)`,
  )
  return new Map(rows.map(({ userId, sign }) => [userId, sign]))
}
