import { sql, type SQL } from 'drizzle-orm'
import { RECONCILE_GRACE_HOURS, RECONCILED_KIND_OF, type ReconciledKind, type ReconciledState } from '#shared/lifecycles/balance-entry'

/** Between which moments, and of which currency where only one is asked for. */
export interface Span {
  from: Date
  to: Date
  currency?: string
}

/** What the provider and the ledger say of one thing, as the statement gives it. */
export interface ItemRow extends Record<string, unknown> {
  kind: ReconciledKind
  /** Of the payment, refund, dispute or payout; where Souk knows none, of the provider's line. */
  subject_id: string
  currency: string
  /** When the provider booked it first, or else we. */
  at: string
  state: ReconciledState
  theirs: string | null
  ours: string | null
  provider_ids: string[] | null
  journal_ids: string[] | null
}

const LOOK_BACK_DAYS = 400
const DAY_MS = 24 * 60 * 60 * 1000

/** As far back as differences are looked for; an older one still shows in the balance. */
export const lookedBack = (now: Date): Span => ({
  from: new Date(now.getTime() - LOOK_BACK_DAYS * DAY_MS),
  to: new Date(now.getTime() + DAY_MS),
})
export const isOpen = sql`item.state not in ('matched', 'under_way')`

const moment = (at: Date) => sql`${at.toISOString()}::timestamptz`
const text = (value: string) => sql.raw(`'${value}'`)
const kindOf = (column: SQL) =>
  sql`case ${column} ${sql.join(
    Object.entries(RECONCILED_KIND_OF).map(([entry, kind]) => sql`when ${text(entry)} then ${text(kind)}`),
    sql` `,
  )} end`
/** What a line takes for the provider itself, below zero. */
const feeOf = sql`(case entry.kind when 'fee' then entry.amount_minor else 0 end - entry.fee_minor)`

/**
 * Everything that began between two moments, each with what the provider and the ledger say of it, by the ids that are stored and
 * never by amounts and times. Compared is the account `provider_clearing`, to the minor unit; all lines of one payment, refund,
 * dispute or payout count together, whenever they came, so that what went and came back is none. A refund that the provider has
 * taken on and not settled is in its book already, and in ours once it has arrived: it is under way for as long as that takes.
 */
export const reconciledItems = (now: Date, span: Span): SQL =>
  compared(now, span, sql`select distinct kind, subject_id, currency from (${moved(span)}) moved`)

/** The same of what does not sum to nothing between the two moments: that is quickly found, and looked at as a whole. */
export const differingItems = (now: Date, span: Span): SQL =>
  compared(
    now,
    span,
    sql`select kind, subject_id, currency from (${moved(span)}) moved group by kind, subject_id, currency having sum(amount) <> 0`,
  )

const compared = (now: Date, span: Span, touched: SQL): SQL => sql`
  select touched.kind, touched.subject_id, touched.currency, coalesce(theirs.began, ours.began) as at,
    theirs.amount as theirs, ours.amount as ours, theirs.ids as provider_ids, ours.ids as journal_ids,
    case
      when coalesce(theirs.amount, 0) = coalesce(ours.amount, 0) then 'matched'
      when greatest(theirs.latest, ours.latest) > ${moment(now)} - make_interval(hours => ${RECONCILE_GRACE_HOURS}) then 'under_way'
      when exists (select from refunds refund where touched.kind = 'refund' and refund.id = touched.subject_id and refund.status = 'sent') then 'under_way'
      when theirs.amount is null then 'ours_only'
      when ours.amount is null then 'theirs_only'
      else 'differs'
    end as state
  from (${touched}) touched
  left join lateral (
    select sum(line.amount) as amount, min(line.at) as began, max(line.at) as latest, array_agg(line.entry_id order by line.at) as ids
    from (${linesOfSubject}) line having count(*) > 0
  ) theirs on true
  left join lateral (
    select sum(entry.amount_minor) as amount, min(journal.posted_at) as began, max(journal.posted_at) as latest,
      array_agg(distinct journal.id) as ids
    from (${journalsOfSubject}) source
    join ledger_journals journal on journal.kind = source.kind and journal.source_type = source.type and journal.source_id = source.id
    join ledger_entries entry on entry.journal_id = journal.id and entry.currency = touched.currency
    join ledger_accounts account on account.id = entry.account_id and account.kind = 'provider_clearing'
    having count(*) > 0
  ) ours on true
  where coalesce(theirs.began, ours.began) >= ${moment(span.from)} and coalesce(theirs.began, ours.began) < ${moment(span.to)}
    and (theirs.amount is not null or ours.amount <> 0)`

/** What the provider's lines and, the other way, our journals between two moments are about. A fee stands for itself. */
const moved = ({ from, to, currency }: Span) => sql`
  select part.kind, coalesce(event.payment_id, refund.id, dispute.id, payout.id, entry.id) as subject_id, entry.currency, part.amount
  from provider_balance_entries entry
  cross join lateral (
    select ${kindOf(sql`entry.kind`)} as kind, entry.amount_minor as amount where entry.kind <> 'fee'
    union all select 'fee', ${feeOf} where ${feeOf} <> 0
  ) part
  left join payment_events event on part.kind = 'charge' and event.kind = 'charged' and event.provider_object_id = entry.source_id
  left join refunds refund on part.kind = 'refund' and refund.provider_refund_id = entry.source_id
  left join disputes dispute on part.kind = 'dispute' and dispute.provider_dispute_id = entry.source_id
  left join payouts payout on part.kind = 'transfer' and payout.provider_transfer_id = entry.source_id
  where entry.at >= ${moment(from)} and entry.at < ${moment(to)} and ${currency ? sql`entry.currency = ${currency}` : sql`true`}
  union all
  select case journal.source_type
      when 'refund' then 'refund' when 'dispute' then 'dispute' when 'payout' then 'transfer'
      when 'balance_entry' then case journal.kind when 'provider_fees' then 'fee' else 'payout' end else 'charge' end,
    coalesce(allocation.payment_id, share.dispute_id, journal.source_id), entry.currency, -entry.amount_minor
  from ledger_journals journal
  join ledger_entries entry on entry.journal_id = journal.id
  join ledger_accounts account on account.id = entry.account_id and account.kind = 'provider_clearing'
  left join payment_allocations allocation on journal.source_type = 'order' and allocation.order_id = journal.source_id
  left join dispute_shares share on journal.source_type = 'dispute' and share.id = journal.source_id
  where journal.posted_at >= ${moment(from)} and journal.posted_at < ${moment(to)} and ${currency ? sql`entry.currency = ${currency}` : sql`true`}`

/** All lines of the provider about what was touched. */
const linesOfSubject = sql`
  select entry.entry_id, entry.at, entry.amount_minor as amount
  from (
    select event.provider_object_id as id from payment_events event
    where touched.kind = 'charge' and event.payment_id = touched.subject_id and event.kind = 'charged'
    union all select refund.provider_refund_id from refunds refund where touched.kind = 'refund' and refund.id = touched.subject_id
    union all select dispute.provider_dispute_id from disputes dispute where touched.kind = 'dispute' and dispute.id = touched.subject_id
    union all select payout.provider_transfer_id from payouts payout where touched.kind = 'transfer' and payout.id = touched.subject_id
  ) source
  join provider_balance_entries entry on entry.source_id = source.id and entry.currency = touched.currency
    and touched.kind = ${kindOf(sql`entry.kind`)}
  union all
  select entry.entry_id, entry.at, case touched.kind when 'fee' then ${feeOf} else entry.amount_minor end
  from provider_balance_entries entry
  where entry.id = touched.subject_id and entry.currency = touched.currency`

/** The journals that must stand for what was touched. */
const journalsOfSubject = sql`
  select 'sale' as kind, 'order' as type, allocation.order_id as id from payment_allocations allocation
  where touched.kind = 'charge' and allocation.payment_id = touched.subject_id
  union all select 'orphan_charge', 'payment', touched.subject_id where touched.kind = 'charge'
  union all select kind, 'refund', touched.subject_id from unnest(array['refund_paid', 'refund_returned']) kind where touched.kind = 'refund'
  union all select kind, 'dispute', share.id from dispute_shares share, unnest(array['dispute', 'dispute_won']) kind
  where touched.kind = 'dispute' and share.dispute_id = touched.subject_id
  union all select kind, 'payout', touched.subject_id from unnest(array['payout_paid', 'payout_failed', 'payout_moved']) kind
  where touched.kind = 'transfer'
  union all select 'provider_fees', 'balance_entry', touched.subject_id where touched.kind = 'fee'
  union all select 'provider_payout', 'balance_entry', touched.subject_id where touched.kind = 'payout'`
