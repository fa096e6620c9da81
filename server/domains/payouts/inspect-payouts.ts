import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { inspect, type Finding } from '#server/platform/doctor/finding'

/** What must hold of money out to shops, whatever happened. */
export const inspectPayouts = (ctx: Context): Promise<Finding[]> =>
  Promise.all([
    inspect(
      ctx,
      'a payout is what it claims of its own shop, and a failed one claims nothing',
      sql`
        select payout.number, payout.status, payout.amount_minor, claimed.amount as claimed
        from payouts payout
        left join lateral (
          select coalesce(-sum(entry.amount_minor), 0) as amount,
            coalesce(bool_or(account.kind <> 'shop_available' or account.shop_id <> payout.shop_id), false) as is_anothers
          from payout_entries claim
          join ledger_entries entry on entry.id = claim.ledger_entry_id
          join ledger_accounts account on account.id = entry.account_id
          where claim.payout_id = payout.id and claim.ended_at is null
        ) claimed on true
        where claimed.is_anothers or claimed.amount <> case payout.status when 'failed' then 0 else payout.amount_minor end`,
    ),
    inspect(
      ctx,
      'what is free to pay out to a shop is what no payout has claimed',
      sql`
        select account.id, account.shop_id, account.balance_minor, unclaimed.amount as unclaimed
        from ledger_accounts account
        left join lateral (
          select coalesce(sum(entry.amount_minor), 0) as amount
          from ledger_entries entry join ledger_journals journal on journal.id = entry.journal_id
          where entry.account_id = account.id and journal.source_type <> 'payout'
            and not exists (select from payout_entries claim where claim.ledger_entry_id = entry.id and claim.ended_at is null)
        ) unclaimed on true
        where account.kind = 'shop_available' and account.balance_minor <> unclaimed.amount`,
    ),
    inspect(
      ctx,
      'every payout is in the books as what it is: on its way, arrived or given back',
      sql`
        select payout.number, payout.status, payout.amount_minor, booked.taken, booked.in_transit
        from payouts payout
        left join lateral (
          select coalesce(sum(entry.amount_minor) filter (where account.kind = 'shop_available'), 0) as taken,
            coalesce(-sum(entry.amount_minor) filter (where account.kind = 'payout_in_transit'), 0) as in_transit
          from ledger_journals journal
          join ledger_entries entry on entry.journal_id = journal.id
          join ledger_accounts account on account.id = entry.account_id
          where journal.source_type = 'payout' and journal.source_id = payout.id
        ) booked on true
        where booked.taken <> case payout.status when 'failed' then 0 else payout.amount_minor end
          or booked.in_transit <> case when payout.status in ('requested', 'sent') then payout.amount_minor else 0 end`,
    ),
  ])
