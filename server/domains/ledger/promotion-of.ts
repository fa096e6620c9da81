import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'

/** What the marketplace gave for the discount of an order, and what of it has come back. */
export interface Promotion {
  givenMinor: number
  backMinor: number
}

/** By order; those of which the marketplace bears nothing are missing. */
export async function promotionOf(ctx: Context, orderIds: readonly string[]): Promise<ReadonlyMap<string, Promotion>> {
  const rows = await ctx.db.execute<{ orderId: string; given: string; back: string }>(sql`
    select journal.order_id as "orderId",
      coalesce(sum(entry.amount_minor) filter (where journal.kind = 'sale'), 0)::bigint as given,
      coalesce(-sum(entry.amount_minor) filter (where journal.kind <> 'sale'), 0)::bigint as back
    from ledger_journals journal
    join ledger_entries entry on entry.journal_id = journal.id
    join ledger_accounts account on account.id = entry.account_id and account.kind = 'promotion_expense'
    where journal.order_id = any(${sql.param([...orderIds])}::uuid[])
    group by journal.order_id`)
  return new Map(rows.map(({ orderId, given, back }) => [orderId, { givenMinor: Number(given), backMinor: Number(back) }]))
}
