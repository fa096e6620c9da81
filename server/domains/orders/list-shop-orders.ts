import { and, asc, desc, eq, gte, inArray, lt, sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { orderGroups, orderLines, orders } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { cutPage, decodeCursor, momentKeySchema } from '#server/platform/database/keyset'
import { idSchema } from '#shared/contracts/common'
import type { ShopOrderList, ShopOrderListItem, ShopOrderListQuery, ShopOrderView } from '#shared/contracts/orders'
import { pattern } from './list-order-groups'
import { requireMemberOfShop, type OrderRow } from './orders-locks'

const PAGE = 25
const DAY_MS = 24 * 60 * 60 * 1000

/** A shop's orders, newest first, for its members. */
export async function listShopOrders(ctx: Context, actor: Actor, shopId: string, query: ShopOrderListQuery): Promise<ShopOrderList> {
  await requireMemberOfShop(ctx, actor, shopId)

  const after = query.cursor ? decodeCursor(query.cursor, z.tuple([momentKeySchema, idSchema])) : null
  const [rows, counts] = await Promise.all([
    listedOrders(ctx)
      .where(and(shownOrders(ctx, shopId, query), after ? isAfter(after) : undefined))
      .orderBy(desc(orders.placedAt), desc(orders.id))
      .limit(PAGE + 1),
    after ? null : countViews(ctx, shopId, query),
  ])
  const page = cutPage(rows, PAGE, ({ order }) => [order.placedAt.toISOString(), order.id])
  return { nextCursor: page.nextCursor, items: page.items.map(presentListed), counts }
}

export const isAfter = ([placedAt, id]: [string, string]): SQL =>
  sql`(${orders.placedAt}, ${orders.id}) < (${placedAt}::timestamptz, ${id}::uuid)`

/** Which orders a shop's list shows. */
export const shownOrders = (ctx: Context, shopId: string, query: Pick<ShopOrderListQuery, 'view' | 'q' | 'days'>): SQL | undefined =>
  and(narrowed(ctx, shopId, query), viewOf(ctx)[query.view])

const narrowed = (ctx: Context, shopId: string, { q, days }: Pick<ShopOrderListQuery, 'q' | 'days'>): SQL | undefined =>
  and(
    eq(orders.shopId, shopId),
    q ? isMeantBy(q) : undefined,
    days ? gte(orders.placedAt, new Date(ctx.now.getTime() - days * DAY_MS)) : undefined,
  )

/** A number is found by its beginning alone; everything else also among SKUs and names of buyers. */
function isMeantBy(q: string): SQL {
  const isNumber = sql`${orders.number} like ${pattern(q.toUpperCase())}`
  if (/^s-/i.test(q)) return isNumber
  const words = pattern(q.toLowerCase())
  return sql`(
    ${isNumber}
    or exists (select from ${orderLines} where ${orderLines.orderId} = ${orders.id} and lower(${orderLines.sku}) like ${words})
    or exists (
      select from ${orderGroups}
      where ${orderGroups.id} = ${orders.groupId} and lower(${orderGroups.shippingAddress}->>'name') like ${`%${words}`}
    )
  )`
}

async function countViews(ctx: Context, shopId: string, query: ShopOrderListQuery): Promise<Record<ShopOrderView, number>> {
  const conditions = viewOf(ctx)
  const count = (view: ShopOrderView) => sql<number>`(count(*) filter (where ${conditions[view] ?? sql`true`}))::int`
  const [counts] = await ctx.db
    .select({ all: count('all'), to_ship: count('to_ship'), late: count('late'), shipped: count('shipped'), cancelled: count('cancelled') })
    .from(orders)
    .where(narrowed(ctx, shopId, query))
  return counts!
}

/** What a shop has to send, the most urgent first. The caller has made sure that the asker may know. */
export async function nextToShip(ctx: Context, shopId: string, count: number): Promise<ShopOrderListItem[]> {
  const rows = await listedOrders(ctx)
    .where(and(eq(orders.shopId, shopId), toShip))
    .orderBy(asc(orders.shipBy), asc(orders.id))
    .limit(count)
  return rows.map(presentListed)
}

/** An order that has not ended and has something left to send. */
export const toShip = and(inArray(orders.status, ['placed', 'processing']), inArray(orders.fulfilmentStatus, ['unfulfilled', 'partial']))!

const viewOf = (ctx: Context): Record<ShopOrderView, SQL | undefined> => ({
  all: undefined,
  to_ship: toShip,
  late: and(toShip, lt(orders.shipBy, ctx.now)),
  shipped: inArray(orders.fulfilmentStatus, ['shipped', 'delivered', 'returned']),
  cancelled: eq(orders.status, 'cancelled'),
})

const listedOrders = (ctx: Context) =>
  ctx.db
    .select({
      order: orders,
      address: orderGroups.shippingAddress,
      pieceCount: sql<number>`(select coalesce(sum(${orderLines.quantity}), 0)::int from ${orderLines} where ${orderLines.orderId} = ${orders.id})`,
      unshippedCount: sql<number>`(
        select coalesce(sum(${orderLines.quantity} - ${orderLines.shippedQuantity} - ${orderLines.cancelledQuantity}), 0)::int
        from ${orderLines} where ${orderLines.orderId} = ${orders.id}
      )`,
    })
    .from(orders)
    .innerJoin(orderGroups, eq(orderGroups.id, orders.groupId))
    .$dynamic()

interface ListedRow {
  order: OrderRow
  address: { name: string; country: string }
  pieceCount: number
  unshippedCount: number
}

const presentListed = ({ order, address, pieceCount, unshippedCount }: ListedRow): ShopOrderListItem => ({
  number: order.number,
  status: order.status,
  paymentStatus: order.paymentStatus,
  fulfilmentStatus: order.fulfilmentStatus,
  placedAt: order.placedAt.toISOString(),
  shipBy: order.shipBy?.toISOString() ?? null,
  buyerName: address.name,
  country: address.country,
  pieceCount,
  unshippedCount,
  totalMinor: order.totalMinor,
  currency: order.currency,
})
