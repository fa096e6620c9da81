import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { runPrepared } from '#server/platform/database/run-prepared'
import type { TopicNews } from '#server/platform/realtime-bus/topics'
import { STAFF_ROLES } from '#shared/lifecycles/user'

interface Watching {
  /** Null for a guest. */
  userId: string | null
  /** They showed the key of an order when they began. */
  byKey: boolean
}

interface Hearing extends Watching {
  /** Up to which message the other side is known to have read; null where that is not shown. */
  otherReadSeq: number | null
}

/**
 * Which of those who watch a conversation may have what somebody has just said there, by their rights of this moment, and how far the
 * other side of each has read then; nobody once it says something else or is gone. Whoever said it is left out, as is who is on both sides: they fetch.
 */
export function whoHears(
  ctx: Context,
  conversationId: string,
  { from, message }: TopicNews,
  watching: readonly Watching[],
): Promise<Hearing[]> {
  const userIds = sql.param(watching.map(({ userId }) => userId))
  // The driver takes a list of booleans for one of them.
  const ways = sql.param(watching.map(({ byKey }) => (byKey ? 'key' : 'account')))
  const readBy = (role: 'buyer' | 'team') => sql`(
    select max(m.last_read_seq) from conversation_members m join users u on u.id = m.user_id
    where m.conversation_id = c.id and m.role = ${role} and u.shows_receipts
  )`
  return runPrepared<Hearing & Record<string, unknown>>(
    ctx,
    sql`
    select watching.user_id as "userId", watching.way = 'key' as "byKey",
      case
        when watching.is_member or c.buyer_blocked_at is not null or c.shop_blocked_at is not null or not coalesce(own.shows_receipts, true) then null
        when watching.is_buyer then ${readBy('team')}
        when c.buyer_id is null then c.guest_read_seq
        else ${readBy('buyer')}
      end as "otherReadSeq"
    from conversations c
    cross join lateral (
      select given.user_id, given.way,
        coalesce(c.buyer_id = given.user_id, false) or (given.way = 'key' and c.kind = 'order' and c.buyer_id is null) as is_buyer,
        c.begun and (
          exists (select from shop_members member where member.shop_id = c.shop_id and member.user_id = given.user_id)
          or c.kind = 'support' and c.buyer_id <> given.user_id and exists (select from users u where u.id = given.user_id and u.role in ${[...STAFF_ROLES]})
        ) as is_team,
        c.kind = 'room' and exists (select from conversation_members m where m.conversation_id = c.id and m.user_id = given.user_id) as is_member
      from unnest((select ${userIds}::uuid[]), (select ${ways}::text[])) given(user_id, way)
    ) watching
    left join users own on own.id = watching.user_id
    where c.id = ${conversationId}::uuid and watching.is_buyer::int + watching.is_team::int + watching.is_member::int = 1 and watching.user_id is distinct from ${from}::uuid
      and (watching.user_id is null or own.status = 'active')
      and exists (
        select from messages said where said.conversation_id = c.id and said.seq = ${message.seq}::int and said.rev = ${message.rev}::int
          and said.deleted_at is null and said.held_at is null
      )`,
  )
}
