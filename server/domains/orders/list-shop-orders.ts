import { and, asc, desc, eq, inArray, sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { orderGroups, orderLines, orders } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { cutPage, decodeCursor } from '#server/platform/database/keyset'
import { idSchema, momentSchema } from '#shared/contracts/common'
import type { ShopOrderListItem, ShopOrderListQuery, ShopOrderView } from '#shared/contracts/orders'
import { pattern } from './list-order-groups'
import { requireMemberOfShop, type OrderRow } from './orders-locks'

const PAGE = 25

/** A shop's orders, newest first, for its members. */
export async function listShopOrders(
  ctx: Context,
  actor: Actor,
  shopId: string,
  query: ShopOrderListQuery,
): Promise<{ items: ShopOrderListItem[]; nextCursor: string | null }> {
  await requireMemberOfShop(ctx, actor, shopId)

  const after = query.cursor ? decodeCursor(query.cursor, z.tuple([momentSchema, idSchema])) : null
  const rows = await listedOrders(ctx)
    .where(
      and(
        eq(orders.shopId, shopId),
        CONDITION[query.view],
        query.q ? sql`${orders.number} like ${pattern(query.q.toUpperCase())}` : undefined,
        after ? sql`(${orders.placedAt}, ${orders.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(orders.placedAt), desc(orders.id))
    .limit(PAGE + 1)

  const page = cutPage(rows, PAGE, ({ order }) => [order.placedAt.toISOString(), order.id])
  return { nextCursor: page.nextCursor, items: page.items.map(presentListed) }
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

const CONDITION: Record<ShopOrderView, SQL | undefined> = {
  all: undefined,
  to_ship: toShip,
  shipped: inArray(orders.fulfilmentStatus, ['shipped', 'delivered', 'returned']),
  cancelled: eq(orders.status, 'cancelled'),
}

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
