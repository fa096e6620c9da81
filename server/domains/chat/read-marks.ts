import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { runPrepared } from '#server/platform/database/run-prepared'
import type { ConversationSide } from '#shared/contracts/chat'
import type { ConversationRole } from '#shared/lifecycles/chat'
import type { ConversationRow, Taken } from './chat-locks'

const ROLES = { buyer: 'buyer', shop: 'team', member: 'member' } as const satisfies Record<ConversationSide, ConversationRole>

/** Neither side is told of the other any more what it does. */
export const isBlocked = ({ buyerBlockedAt, shopBlockedAt }: ConversationRow): boolean => Boolean(buyerBlockedAt ?? shopBlockedAt)

/**
 * Up to which message the other side is known to have read: of a shop anybody of its team. Null where nobody of it shows that,
 * and to who does not show it either, and in a room.
 */
export async function otherReadSeq(ctx: Context, { conversation, userId, side }: Taken): Promise<number | null> {
  if (side === 'member' || isBlocked(conversation)) return null
  const { id, buyerId, guestReadSeq } = conversation
  const [found] = await runPrepared<{ isShown: boolean; seq: number | null }>(
    ctx,
    sql`
    select
      coalesce((select own.shows_receipts from users own where own.id = ${userId}::uuid), true) as "isShown",
      (
        select max(m.last_read_seq) from conversation_members m join users u on u.id = m.user_id
        where m.conversation_id = ${id}::uuid and m.role = ${ROLES[side === 'shop' ? 'buyer' : 'shop']} and u.shows_receipts
      ) as seq`,
  )
  if (!found?.isShown) return null
  return side === 'shop' && buyerId === null ? guestReadSeq : found.seq
}

/** Whether the other side sees more once this person has read up to here. */
export async function isNewMark(ctx: Context, { conversation, userId, side }: Taken, seq: number): Promise<boolean> {
  if (side === 'member' || isBlocked(conversation)) return false
  if (userId === null) return true
  const [found] = await runPrepared<{ isNew: boolean }>(
    ctx,
    sql`
    select own.shows_receipts and not exists (
      select from conversation_members m join users u on u.id = m.user_id
      where m.conversation_id = ${conversation.id}::uuid and m.role = ${ROLES[side]} and m.user_id <> own.id
        and u.shows_receipts and m.last_read_seq >= ${seq}::int
    ) as "isNew" from users own where own.id = ${userId}::uuid`,
  )
  return found?.isNew === true
}

/** A sign of each of these conversations, which is another once one side sees that the other has read on. */
export async function signsOfReading(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await runPrepared<{ id: string; sign: string }>(
    ctx,
    sql`
    select c.id, concat_ws(':', c.guest_read_seq, read.team, read.buyer) as sign from conversations c
    cross join lateral (
      select
        coalesce(max(m.last_read_seq) filter (where m.role = 'team'), 0) as team,
        coalesce(max(m.last_read_seq) filter (where m.role = 'buyer'), 0) as buyer
      from conversation_members m join users u on u.id = m.user_id
      where m.conversation_id = c.id and u.shows_receipts
    ) read
    where c.id = any((select ${sql.param([...ids])}::uuid[])::uuid[])
      and c.buyer_blocked_at is null and c.shop_blocked_at is null`,
  )
  return new Map(rows.map(({ id, sign }) => [id, sign]))
}
