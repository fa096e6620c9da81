import { sql } from 'drizzle-orm'
import { readSettings } from '#server/domains/settings'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { AdminOverview } from '#shared/contracts/orders'
import { sum } from '#shared/money'
import { waitsForShopSql } from './list-returns'
import { ordersNotYours } from './orders-errors'
import { mayListEverything } from './orders-policy'
import { salesByDay } from './sales-by-day'

/** The marketplace at a glance, for admins. */
export async function adminOverview(ctx: Context, actor: Actor): Promise<AdminOverview> {
  if (!mayListEverything(actor)) throw ordersNotYours()

  const [counts, byDay, { currency }] = await Promise.all([
    countEverything(ctx),
    salesByDay(ctx, 30, (since) => sql`select placed_at, total_minor from order_groups where placed_at >= ${since}`),
    readSettings(ctx),
  ])
  const today = byDay.at(-1)!
  const { commissionMinor, ...rest } = counts
  return {
    ...rest,
    today: { groupCount: today.orderCount, gmvMinor: today.totalMinor },
    last30Days: {
      groupCount: sum(byDay.map(({ orderCount }) => orderCount)),
      gmvMinor: sum(byDay.map(({ totalMinor }) => totalMinor)),
      commissionMinor,
      byDay,
    },
    currency,
  }
}

async function countEverything(ctx: Context) {
  const [row] = await ctx.db.execute<{
    userCount: number
    shopCount: number
    liveProductCount: number
    toShip: number
    refundsOpen: number
    returnsUnanswered: number
    balanceDifferences: number
    shopsWaiting: number
    productsToReview: number
    supportWaiting: number
    reportsOpen: number
    commissionMinor: string
  }>(sql`
    select
      (select count(*)::int from users) as "userCount",
      (select count(*)::int from shops where status = 'active') as "shopCount",
      (select count(*)::int from products where status = 'live') as "liveProductCount",
      (select count(*)::int from orders where status in ('placed', 'processing') and fulfilment_status in ('unfulfilled', 'partial')) as "toShip",
      (
        select count(*)::int from refunds open
        where open.status <> 'succeeded' and not exists (select from refunds again where again.replaces_id = open.id)
      ) as "refundsOpen",
      (select count(*)::int from returns where ${waitsForShopSql} and reminded_at is not null) as "returnsUnanswered",
      coalesce((
        select open_count from balance_reads where finished_at is not null and open_count is not null order by finished_at desc limit 1
      ), 0) as "balanceDifferences",
      (select count(*)::int from shops where status = 'pending' and submitted_at is not null) as "shopsWaiting",
      (select count(*)::int from products where status = 'in_review') as "productsToReview",
      (
        select count(*)::int from conversations where kind = 'support' and waiting_since is not null and closed_at is null
      ) as "supportWaiting",
      (select count(*)::int from chat_reports where decided_at is null) as "reportsOpen",
      (
        select coalesce(sum(amount_minor), 0)::bigint from commission_lines
        where created_at >= ((${ctx.now.toISOString()}::timestamptz at time zone 'UTC')::date - 29)::timestamp at time zone 'UTC'
      ) as "commissionMinor"`)
  return { ...row!, commissionMinor: Number(row!.commissionMinor) }
}
