import { sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Context } from '#server/platform/context'
import { cutPage, decodeCursor, momentKeySchema } from '#server/platform/database/keyset'
import { idSchema } from '#shared/contracts/common'
import type { StatementLine } from '#shared/contracts/shop-money'

const PAGE = 100

/** From the first moment of a month to that of the next, in UTC. */
export function momentsOf(month: string): { from: Date; to: Date } {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return { from: new Date(Date.UTC(year, number - 1)), to: new Date(Date.UTC(year, number)) }
}

/**
 * Each journal that changed what a shop is owed between two moments: by how much, and what of it is commission. What only
 * goes from one of the shop's accounts to another is none.
 */
export const changesOf = (shopId: string, { from, to }: { from: Date; to: Date }): SQL => sql`
  select journal.id, journal.kind, journal.source_id, journal.order_id, journal.posted_at,
    -coalesce(sum(entry.amount_minor) filter (where account.shop_id = ${shopId}), 0) as amount,
    coalesce(sum(entry.amount_minor) filter (where account.kind = 'commission'), 0) as commission
  from ledger_journals journal
  join ledger_entries entry on entry.journal_id = journal.id
  join ledger_accounts account on account.id = entry.account_id
  where journal.posted_at >= ${from.toISOString()}::timestamptz and journal.posted_at < ${to.toISOString()}::timestamptz
    and journal.id in (
      select own.journal_id from ledger_entries own join ledger_accounts mine on mine.id = own.account_id where mine.shop_id = ${shopId}
    )
  group by journal.id
  having coalesce(sum(entry.amount_minor) filter (where account.shop_id = ${shopId}), 0) <> 0`

interface LineRow extends Record<string, unknown> {
  id: string
  at: string
  kind: StatementLine['kind']
  orderNumber: string | null
  payoutNumber: string | null
  commission: string
  amount: string
}

/** What changed a shop's balance in a month, in order. The caller has made sure that the asker may know. */
export async function statementLines(
  ctx: Context,
  shopId: string,
  month: string,
  cursor: string | null,
): Promise<{ items: StatementLine[]; nextCursor: string | null }> {
  const after = cursor ? decodeCursor(cursor, z.tuple([momentKeySchema, idSchema])) : null
  const rows = await ctx.db.execute<LineRow>(sql`
    select change.id, change.kind, to_json(change.posted_at) #>> '{}' as at, o.number as "orderNumber", payout.number as "payoutNumber",
      change.amount, change.commission
    from (${changesOf(shopId, momentsOf(month))}) change
    left join orders o on o.id = change.order_id
    left join payouts payout on payout.id = change.source_id
    where ${after ? sql`(change.posted_at, change.id) > (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
    order by change.posted_at, change.id limit ${PAGE + 1}`)

  const page = cutPage([...rows], PAGE, ({ at, id }) => [new Date(at).toISOString(), id])
  return { nextCursor: page.nextCursor, items: page.items.map(presentLine) }
}

function presentLine({ id, at, kind, orderNumber, payoutNumber, ...row }: LineRow): StatementLine {
  const [amountMinor, commissionMinor] = [Number(row.amount), Number(row.commission)]
  const grossMinor = amountMinor - commissionMinor
  return { id, at: new Date(at).toISOString(), kind, orderNumber, payoutNumber, grossMinor, commissionMinor, amountMinor }
}
