import { sql } from 'drizzle-orm'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { runPrepared } from '#server/platform/database/run-prepared'
import { UNREAD_COUNT_MOST } from '#shared/lifecycles/chat'
import { mayModerate } from './chat-policy'
import { wantedUnread } from './room-notices'

export interface UnreadCounts {
  /** Of one's own conversations with shops and the marketplace, and of the rooms one is in, of which one wants to know it. */
  own: number
  /** Of those of each shop one acts for, by its id; a shop without any is not in it. */
  shops: Record<string, number>
  /** Of what others have written to the marketplace, for who answers there. */
  support: number
}

/** In how many conversations there is something unread; more than can be shown are not counted. */
export async function countUnread(ctx: Context, actor: Actor & { userId: string }): Promise<UnreadCounts> {
  const { userId } = actor
  const rows = await runPrepared<{ shopId: string | null; count: number }>(
    ctx,
    sql`
    select null::uuid as "shopId", count(*)::int as count from (
      select from conversations c
      left join conversation_members m on m.conversation_id = c.id and m.user_id = c.buyer_id
      where c.buyer_id = ${userId}::uuid and c.last_seq > coalesce(m.last_read_seq, 0) limit ${UNREAD_COUNT_MOST + 1}
    ) own
    union all
    select null::uuid, count(*)::int from (
      select from conversation_members m join conversations c on c.id = m.conversation_id and c.kind = 'room'
      where m.user_id = ${userId}::uuid and c.last_seq > m.last_read_seq and ${wantedUnread()} limit ${UNREAD_COUNT_MOST + 1}
    ) rooms
    union all
    select member.shop_id, (
      select count(*)::int from (
        select from conversations c where c.shop_id = member.shop_id and c.begun and c.last_seq > c.shop_read_seq limit ${UNREAD_COUNT_MOST + 1}
      ) unread
    ) from shop_members member where member.user_id = ${userId}::uuid`,
  )
  return {
    support: mayModerate(actor) ? await countSupport(ctx, userId) : 0,
    own: rows.filter(({ shopId }) => shopId === null).reduce((sum, { count }) => sum + count, 0),
    shops: Object.fromEntries(rows.flatMap(({ shopId, count }) => (shopId && count > 0 ? [[shopId, count]] : []))) as Record<
      string,
      number
    >,
  }
}

async function countSupport(ctx: Context, userId: string): Promise<number> {
  const [unread] = await runPrepared<{ count: number }>(
    ctx,
    sql`
    select count(*)::int as count from (
      select from conversations c
      where c.kind = 'support' and c.begun and c.last_seq > c.shop_read_seq and c.buyer_id <> ${userId}::uuid limit ${UNREAD_COUNT_MOST + 1}
    ) unread`,
  )
  return unread!.count
}
