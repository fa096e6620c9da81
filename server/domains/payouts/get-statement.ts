import { sql } from 'drizzle-orm'
import { readSettings } from '#server/domains/settings'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { Statement, StatementLine } from '#shared/contracts/shop-money'
import { sum } from '#shared/money'
import { changesOf, momentsOf, statementLines } from './statement-lines'

type Parts = Omit<Statement, 'month' | 'currency' | 'closingMinor'>

/** What a shop's balance of a month is made of; for those who run the shop. */
export async function getStatement(ctx: Context, actor: Actor, shopId: string, month: string): Promise<Statement> {
  await requireMember(ctx, actor, shopId, 'manager')

  const moments = momentsOf(month)
  const [{ currency }, [row]] = await Promise.all([
    readSettings(ctx),
    ctx.db.execute<Record<keyof Parts, string>>(sql`
      with parts as (
        select change.kind, change.amount, change.commission, change.amount - change.commission as gross,
          case change.kind when 'sale' then o.shipping_minor - coalesce(given.off_shipping, 0) else 0 end as shipping
        from (${changesOf(shopId, moments)}) change left join orders o on o.id = change.order_id
        left join lateral (${takenOffShipping}) given on true
      )
      select
        (
          select coalesce(-sum(entry.amount_minor), 0) from ledger_entries entry
          join ledger_accounts account on account.id = entry.account_id and account.shop_id = ${shopId}
          join ledger_journals journal on journal.id = entry.journal_id and journal.posted_at < ${moments.from.toISOString()}::timestamptz
        ) as "openingMinor",
        coalesce(sum(gross - shipping) filter (where kind = 'sale'), 0) as "salesMinor",
        coalesce(sum(shipping), 0) as "shippingMinor",
        coalesce(sum(commission) filter (where kind = 'sale'), 0) as "commissionMinor",
        coalesce(sum(gross) filter (where kind in ('refund', 'promotion_back')), 0) as "refundsMinor",
        coalesce(sum(commission) filter (where kind in ('refund', 'promotion_back')), 0) as "commissionBackMinor",
        coalesce(sum(amount) filter (where kind in ('dispute_lost', 'dispute_fee')), 0) as "disputesMinor",
        coalesce(sum(amount) filter (where kind = 'payout'), 0) as "payoutsMinor",
        coalesce(sum(amount) filter (where kind = 'payout_failed'), 0) as "payoutsBackMinor"
      from parts`),
  ])
  const parts = Object.fromEntries(Object.entries(row!).map(([part, amount]) => [part, Number(amount)])) as Parts
  return { month, currency, ...parts, closingMinor: sum(Object.values(parts)) }
}

/** What a shop's own discount took off the shipping of `o`: what of the discount is on no line. */
const takenOffShipping = sql`
  select o.discount_minor - sum(line.discount_minor) as off_shipping from order_lines line
  where line.order_id = o.id and o.discount_minor > 0
  having exists (
    select from order_adjustments discount where discount.order_id = o.id and discount.kind = 'discount' and discount.bearer = 'shop'
  )`

/** The lines of a statement, page by page; for those who run the shop. */
export async function listStatementLines(
  ctx: Context,
  actor: Actor,
  shopId: string,
  month: string,
  cursor: string | null,
): Promise<{ items: StatementLine[]; nextCursor: string | null }> {
  await requireMember(ctx, actor, shopId, 'manager')
  return statementLines(ctx, shopId, month, cursor)
}

/** A statement with all of its lines, some at a time; for those who run the shop. */
export async function exportStatement(
  ctx: Context,
  actor: Actor,
  shopId: string,
  month: string,
): Promise<{ statement: Statement; lines: AsyncGenerator<StatementLine[]> }> {
  return { statement: await getStatement(ctx, actor, shopId, month), lines: allLines(ctx, shopId, month) }
}

async function* allLines(ctx: Context, shopId: string, month: string): AsyncGenerator<StatementLine[]> {
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof statementLines>> = await statementLines(ctx, shopId, month, cursor)
    yield page.items
    cursor = page.nextCursor
  } while (cursor)
}
