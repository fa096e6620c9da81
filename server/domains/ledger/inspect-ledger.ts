import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { inspect, type Finding } from '#server/platform/doctor/finding'

/** What must hold of the books, whatever happened. */
export const inspectLedger = (ctx: Context): Promise<Finding[]> =>
  Promise.all([
    inspect(
      ctx,
      'every journal sums to zero per currency',
      sql`select journal_id, currency, sum(amount_minor) as off_by from ledger_entries group by journal_id, currency having sum(amount_minor) <> 0`,
    ),
    inspect(
      ctx,
      "each shop's balance recomputes from the ledger",
      sql`
        select account.id, account.kind, account.shop_id, account.balance_minor, coalesce(sum(entry.amount_minor), 0) as recomputed
        from ledger_accounts account left join ledger_entries entry on entry.account_id = account.id
        where account.shop_id is not null
        group by account.id having account.balance_minor <> coalesce(sum(entry.amount_minor), 0)`,
    ),
    inspect(
      ctx,
      'the commission in the books is the commission that was frozen',
      sql`
        with frozen as (select sum(amount_minor) as amount from commission_lines),
        booked as (
          select -sum(entry.amount_minor) as amount from ledger_entries entry
          join ledger_accounts account on account.id = entry.account_id where account.kind = 'commission'
        )
        select coalesce(frozen.amount, 0) as frozen, coalesce(booked.amount, 0) as booked from frozen, booked
        where coalesce(frozen.amount, 0) <> coalesce(booked.amount, 0)`,
    ),
    inspect(
      ctx,
      'of an order whose earnings were released nothing is pending',
      sql`
        select o.number, sum(entry.amount_minor) as pending
        from orders o
        join ledger_journals journal on journal.order_id = o.id
        join ledger_entries entry on entry.journal_id = journal.id
        join ledger_accounts account on account.id = entry.account_id and account.kind = 'shop_pending'
        where o.released_at is not null
        group by o.id having sum(entry.amount_minor) <> 0`,
    ),
    inspect(
      ctx,
      'every dispute is in the books as what it is: open, won or lost',
      sql`
        select share.id, share.order_id, dispute.status, share.amount_minor, share.held_minor, booked.away, booked.held
        from dispute_shares share join disputes dispute on dispute.id = share.dispute_id
        left join lateral (
          select coalesce(sum(entry.amount_minor) filter (where account.kind = 'dispute_clearing'), 0) as away,
            coalesce(-sum(entry.amount_minor) filter (where account.kind = 'shop_held'), 0) as held
          from ledger_journals journal
          join ledger_entries entry on entry.journal_id = journal.id
          join ledger_accounts account on account.id = entry.account_id
          where journal.source_type = 'dispute' and journal.source_id = share.id
        ) booked on true
        where booked.away <> case dispute.status when 'open' then share.amount_minor else 0 end
          or booked.held <> case dispute.status when 'open' then share.held_minor else 0 end`,
    ),
    inspect(
      ctx,
      'every order is in the books with its total',
      sql`
        select o.number, o.total_minor, coalesce(sum(entry.amount_minor), 0) as booked
        from orders o
        left join ledger_journals journal on journal.kind = 'sale' and journal.source_type = 'order' and journal.source_id = o.id
        left join (
          select entry.journal_id, entry.amount_minor from ledger_entries entry
          join ledger_accounts account on account.id = entry.account_id and account.kind = 'provider_clearing'
        ) entry on entry.journal_id = journal.id
        group by o.id having o.total_minor <> coalesce(sum(entry.amount_minor), 0)`,
    ),
    inspect(
      ctx,
      'what the marketplace gave for discounts is in the books, and no more of it came back',
      sql`
        with borne as (
          select order_id, -sum(amount_minor) as amount from order_adjustments
          where kind = 'discount' and bearer = 'marketplace' group by order_id
        ),
        booked as (
          select journal.order_id, coalesce(sum(entry.amount_minor) filter (where journal.kind = 'sale'), 0) as given, sum(entry.amount_minor) as left_over
          from ledger_journals journal
          join ledger_entries entry on entry.journal_id = journal.id
          join ledger_accounts account on account.id = entry.account_id and account.kind = 'promotion_expense'
          group by journal.order_id
        )
        select coalesce(borne.order_id, booked.order_id) as order_id, borne.amount as borne, booked.given, booked.left_over
        from borne full join booked on booked.order_id = borne.order_id
        where borne.amount is distinct from booked.given or booked.left_over not between 0 and booked.given`,
    ),
  ])
