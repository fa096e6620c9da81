import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { inspect, type Finding } from '#server/platform/doctor/finding'

/** What must hold of what was read of the provider's book. What it and the ledger differ in is no fault of ours, and not looked at here. */
export const inspectReconciliation = (ctx: Context): Promise<Finding[]> =>
  Promise.all([
    inspect(
      ctx,
      'what the provider keeps and what moves to our bank is in the books as it was read, once',
      sql`
        select coalesce(read.id, booked.id) as id, read.entry_id, read.fees, read.moved, booked.fees as booked_fees, booked.moved as booked_moved
        from (
          select id, entry_id, case kind when 'fee' then amount_minor else 0 end - fee_minor as fees,
            case when kind in ('payout', 'payout_failed') then amount_minor else 0 end as moved
          from provider_balance_entries
        ) read
        full join (
          select journal.source_id as id, coalesce(sum(entry.amount_minor) filter (where journal.kind = 'provider_fees'), 0) as fees,
            coalesce(sum(entry.amount_minor) filter (where journal.kind = 'provider_payout'), 0) as moved
          from ledger_journals journal
          join ledger_entries entry on entry.journal_id = journal.id
          join ledger_accounts account on account.id = entry.account_id and account.kind = 'provider_clearing'
          where journal.source_type = 'balance_entry' group by journal.source_id
        ) booked on booked.id = read.id
        where coalesce(read.fees, 0) <> coalesce(booked.fees, 0) or coalesce(read.moved, 0) <> coalesce(booked.moved, 0)`,
    ),
  ])
