import { sql } from 'drizzle-orm'
import { shopBalance } from '#server/domains/ledger'
import { maySeeMoney } from '#server/domains/shops'
import { readSettings } from '#server/domains/settings'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { ShopHome } from '#shared/contracts/orders'
import { sum } from '#shared/money'
import { waitsForShopSql } from './list-returns'
import { nextToShip } from './list-shop-orders'
import { requireMemberOfShop } from './orders-locks'
import { salesByDay, type SalesDay } from './sales-by-day'

const NEXT = 5
const LOW = 8
const WEEK = 7

type LowStock = ShopHome['lowStock'][number]

/** What waits for a shop, and how it went, for its members. */
export async function shopHome(ctx: Context, actor: Actor, shopId: string): Promise<ShopHome> {
  const role = await requireMemberOfShop(ctx, actor, shopId)

  const [counts, next, low, byDay, balance, { currency }] = await Promise.all([
    countWork(ctx, shopId),
    nextToShip(ctx, shopId, NEXT),
    lowStock(ctx, shopId),
    salesByDay(
      ctx,
      2 * WEEK,
      (since) =>
        sql`select placed_at, total_minor from orders where shop_id = ${shopId} and status <> 'cancelled' and placed_at >= ${since}`,
    ),
    maySeeMoney(role) ? shopBalance(ctx, shopId) : null,
    readSettings(ctx),
  ])

  return {
    ...counts,
    nextToShip: next,
    lowStock: low,
    sales: { ...totalOf(byDay.slice(WEEK)), before: totalOf(byDay.slice(0, WEEK)), byDay: byDay.slice(WEEK) },
    balance,
    currency,
  }
}

const totalOf = (days: readonly SalesDay[]) => ({
  orderCount: sum(days.map(({ orderCount }) => orderCount)),
  totalMinor: sum(days.map(({ totalMinor }) => totalMinor)),
})

const isLow = sql`level.tracked and not level.backorder and level.on_hand - level.reserved <= level.low_at`

async function countWork(ctx: Context, shopId: string) {
  const [row] = await ctx.db.execute<{
    toShip: number
    late: number
    lowStockCount: number
    returnsWaiting: number
    liveProducts: number
    rejectedProducts: number
  }>(sql`
    select
      count(*)::int as "toShip",
      count(*) filter (where ship_by < ${ctx.now.toISOString()}::timestamptz)::int as late,
      (select count(*)::int from products where shop_id = ${shopId} and status = 'live') as "liveProducts",
      (select count(*)::int from products where shop_id = ${shopId} and status = 'rejected') as "rejectedProducts",
      (select count(*)::int from returns where shop_id = ${shopId} and ${waitsForShopSql}) as "returnsWaiting",
      (
        select count(*)::int from variants v join products p on p.id = v.product_id join stock_levels level on level.variant_id = v.id
        where v.shop_id = ${shopId} and p.status = 'live' and ${isLow}
      ) as "lowStockCount"
    from orders
    where shop_id = ${shopId} and status in ('placed', 'processing') and fulfilment_status in ('unfulfilled', 'partial')`)
  return row!
}

const lowStock = async (ctx: Context, shopId: string): Promise<LowStock[]> => [
  ...(await ctx.db.execute<LowStock & Record<string, unknown>>(sql`
    select p.slug as "productSlug", p.title, v.option_key as "optionLabel", v.sku, greatest(0, level.on_hand - level.reserved) as left
    from variants v join products p on p.id = v.product_id join stock_levels level on level.variant_id = v.id
    where v.shop_id = ${shopId} and p.status = 'live' and ${isLow}
    order by level.on_hand - level.reserved, v.id limit ${LOW}`)),
]
