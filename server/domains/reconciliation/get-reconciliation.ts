import { desc, isNotNull, isNull, sql } from 'drizzle-orm'
import { balanceReads } from '#db/schema'
import { readSettings } from '#server/domains/settings'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { Reconciliation, ReconciliationQuery } from '#shared/contracts/reconciliation'
import { RECONCILED_KINDS, type ReconciledKind } from '#shared/lifecycles/balance-entry'
import { sum } from '#shared/money'
import { countOpen } from './count-open'
import { momentsOf, monthsBetween, presentMonth } from './months'
import { compare } from './present-reconciled'
import { reconciledItems, type Span } from './reconciled-items'
import { reconciliationNotYours } from './reconciliation-errors'
import { mayReconcile } from './reconciliation-policy'

/** What the payment provider holds and what the books say it holds, today and by what began in a month; for admins. */
export async function getReconciliation(ctx: Context, actor: Actor, query: ReconciliationQuery): Promise<Reconciliation> {
  if (!mayReconcile(actor)) throw reconciliationNotYours()

  const settings = await readSettings(ctx)
  const currency = query.currency ?? settings.currency
  const month = query.month ?? presentMonth(ctx.now)
  const [booked, balance, kinds, { openCount, underWayMinor }, reading, readAt] = await Promise.all([
    whatIsBooked(ctx),
    balances(ctx, currency),
    byKind(ctx, { ...momentsOf(month), currency }),
    countOpen(ctx, currency),
    readingNow(ctx),
    lastRead(ctx),
  ])
  return {
    month,
    currency,
    currencies: [...new Set([settings.currency, currency, ...booked.currencies])],
    months: [...new Set([...monthsBetween(booked.first ?? ctx.now, ctx.now), month])].sort().reverse(),
    canRead: ctx.gateway.name !== 'none',
    reading,
    readAt,
    balance: { ...balance, underWayMinor },
    kinds,
    total: compare(sum(kinds.map(({ theirsMinor }) => theirsMinor)), sum(kinds.map(({ oursMinor }) => oursMinor))),
    openCount,
  }
}

async function whatIsBooked(ctx: Context): Promise<{ currencies: string[]; first: Date | null }> {
  const [row] = await ctx.db.execute<{ currencies: string[] | null; first: string | null }>(sql`
    select
      (
        select array_agg(currency order by currency) from (
          select currency from ledger_accounts where kind = 'provider_clearing'
          union select currency from provider_balance_entries
        ) known
      ) as currencies,
      to_json(least((select min(posted_at) from ledger_journals), (select min(at) from provider_balance_entries))) #>> '{}' as first`)
  return { currencies: row!.currencies ?? [], first: row!.first ? new Date(row!.first) : null }
}

async function balances(ctx: Context, currency: string) {
  const [row] = await ctx.db.execute<{ theirs: string; ours: string }>(sql`
    select
      (select coalesce(sum(amount_minor - fee_minor), 0) from provider_balance_entries where currency = ${currency}) as theirs,
      (
        select coalesce(sum(entry.amount_minor), 0) from ledger_entries entry
        join ledger_accounts account on account.id = entry.account_id and account.kind = 'provider_clearing'
        where entry.currency = ${currency}
      ) as ours`)
  return compare(Number(row!.theirs), Number(row!.ours))
}

/** Kinds of which there is nothing are left out. */
async function byKind(ctx: Context, span: Span) {
  const rows = await ctx.db.execute<{ kind: ReconciledKind; theirs: string; ours: string; count: number }>(sql`
    select kind, coalesce(sum(theirs), 0) as theirs, coalesce(sum(ours), 0) as ours, count(*)::int as count
    from (${reconciledItems(ctx.now, span)}) item group by kind`)
  return [...rows]
    .sort((one, other) => RECONCILED_KINDS.indexOf(one.kind) - RECONCILED_KINDS.indexOf(other.kind))
    .map(({ kind, theirs, ours, count }) => ({ kind, count, ...compare(Number(theirs), Number(ours)) }))
}

async function readingNow(ctx: Context): Promise<Reconciliation['reading']> {
  const [read] = await ctx.db.select().from(balanceReads).where(isNull(balanceReads.finishedAt))
  return read ? { since: read.askedAt.toISOString(), problem: read.problem } : null
}

async function lastRead(ctx: Context): Promise<string | null> {
  const [read] = await ctx.db
    .select({ at: balanceReads.finishedAt })
    .from(balanceReads)
    .where(isNotNull(balanceReads.finishedAt))
    .orderBy(desc(balanceReads.finishedAt))
    .limit(1)
  return read?.at?.toISOString() ?? null
}
