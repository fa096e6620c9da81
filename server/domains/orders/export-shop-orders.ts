import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { orderGroups, orderLines, orders, shipments } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { PostalAddress } from '#shared/contracts/address'
import type { ShopOrderExportQuery } from '#shared/contracts/orders'
import { isAfter, shownOrders } from './list-shop-orders'
import { requireMemberOfShop, type OrderRow } from './orders-locks'

const AT_ONCE = 500

/** An order with what a label and a list to pack by need. */
export interface ExportedOrder {
  order: OrderRow
  address: PostalAddress
  lines: { quantity: number; unsent: number; title: string; optionLabel: string; sku: string }[]
  carriers: string[]
  trackingNumbers: string[]
}

/** The orders that are named, or those that a list shows, newest first, some at a time; for the shop's members. */
export async function exportShopOrders(
  ctx: Context,
  actor: Actor,
  shopId: string,
  query: ShopOrderExportQuery,
): Promise<AsyncGenerator<ExportedOrder[]>> {
  await requireMemberOfShop(ctx, actor, shopId)
  return readAll(ctx, shopId, query)
}

async function* readAll(ctx: Context, shopId: string, query: ShopOrderExportQuery): AsyncGenerator<ExportedOrder[]> {
  const meant = query.numbers ? and(eq(orders.shopId, shopId), inArray(orders.number, query.numbers)) : shownOrders(ctx, shopId, query)
  let after: [string, string] | null = null
  for (;;) {
    const rows: ExportedOrder[] = await ctx.db
      .select({
        order: orders,
        address: orderGroups.shippingAddress,
        lines: linesOfOrder,
        carriers: carriersOf,
        trackingNumbers: trackingOf,
      })
      .from(orders)
      .innerJoin(orderGroups, eq(orderGroups.id, orders.groupId))
      .where(and(meant, after ? isAfter(after) : undefined))
      .orderBy(desc(orders.placedAt), desc(orders.id))
      .limit(AT_ONCE)
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (!last || rows.length < AT_ONCE) return
    after = [last.order.placedAt.toISOString(), last.order.id]
  }
}

const linesOfOrder = sql<ExportedOrder['lines']>`(
  select json_agg(json_build_object(
    'quantity', ${orderLines.quantity}, 'title', ${orderLines.title}, 'optionLabel', ${orderLines.optionLabel}, 'sku', ${orderLines.sku},
    'unsent', ${orderLines.quantity} - ${orderLines.shippedQuantity} - ${orderLines.cancelledQuantity}
  ) order by ${orderLines.position})
  from ${orderLines} where ${orderLines.orderId} = ${orders.id}
)`
const parcels = (column: typeof shipments.carrier | typeof shipments.trackingNumber) => sql<string[]>`(
  select coalesce(json_agg(${column} order by ${shipments.shippedAt}, ${shipments.id}), '[]'::json)
  from ${shipments} where ${shipments.orderId} = ${orders.id} and ${column} <> ''
)`
const carriersOf = parcels(shipments.carrier)
const trackingOf = parcels(shipments.trackingNumber)
