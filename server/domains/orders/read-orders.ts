import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { orderAdjustments, orderEvents, orderLines, orderNotes, orders, refunds, shipmentLines, shipments, shops } from '#db/schema'
import type { Context } from '#server/platform/context'
import { ORDER_EVENT_KINDS } from '#shared/lifecycles/order'
import type { RefundRow } from '#server/domains/payments'
import type { OrderLineRow, OrderRow } from './orders-locks'

/** An entry of the timeline with what was written along. */
export type OrderEventRow = typeof orderEvents.$inferSelect & { note: string }
export type ShipmentRow = typeof shipments.$inferSelect & { lines: { lineId: string; quantity: number }[] }

/** An order with everything that belongs to it. */
export interface WholeOrder {
  order: OrderRow
  shop: { slug: string; name: string }
  /** The code that its discount comes from. */
  coupon: string | null
  lines: OrderLineRow[]
  shipments: ShipmentRow[]
  events: OrderEventRow[]
  refunds: RefundRow[]
}

/** Orders in the order of their numbers, in six queries at most however many there are. The caller has made sure that the asker may know. */
export async function readOrders(ctx: Context, of: { groupId: string } | { orderId: string }): Promise<WholeOrder[]> {
  const found = await ctx.db
    .select({ order: orders, shop: { slug: shops.slug, name: shops.name } })
    .from(orders)
    .innerJoin(shops, eq(shops.id, orders.shopId))
    .where('groupId' in of ? eq(orders.groupId, of.groupId) : eq(orders.id, of.orderId))
    .orderBy(asc(sql`length(${orders.number})`), asc(orders.number))
  if (found.length === 0) return []
  const ids = found.map(({ order }) => order.id)

  const [lines, parcels, events, back, coupons] = await Promise.all([
    ctx.db.select().from(orderLines).where(inArray(orderLines.orderId, ids)).orderBy(asc(orderLines.position)),
    readShipments(ctx, ids),
    readEvents(ctx, ids),
    ctx.db.select().from(refunds).where(inArray(refunds.orderId, ids)).orderBy(asc(refunds.createdAt), asc(refunds.id)),
    readCoupons(ctx, found),
  ])
  const ofOrder = <Row extends { orderId: string }>(rows: Row[], id: string) => rows.filter(({ orderId }) => orderId === id)

  return found.map(({ order, shop }) => ({
    order,
    shop,
    coupon: coupons.get(order.id) ?? null,
    lines: ofOrder(lines, order.id),
    shipments: ofOrder(parcels, order.id),
    events: ofOrder(events, order.id).sort(asTheyHappened),
    refunds: back.filter(({ orderId }) => orderId === order.id),
  }))
}

/** What happened at one moment is told in the order of a happy order's life. */
const asTheyHappened = (one: OrderEventRow, other: OrderEventRow) =>
  one.at.getTime() - other.at.getTime() || ORDER_EVENT_KINDS.indexOf(one.kind) - ORDER_EVENT_KINDS.indexOf(other.kind)

/** The codes of those that have a discount, by order. */
async function readCoupons(ctx: Context, found: readonly { order: OrderRow }[]): Promise<ReadonlyMap<string, string>> {
  const ids = found.filter(({ order }) => order.discountMinor > 0).map(({ order }) => order.id)
  if (ids.length === 0) return new Map()
  const rows = await ctx.db
    .select({ orderId: orderAdjustments.orderId, code: orderAdjustments.label })
    .from(orderAdjustments)
    .where(and(inArray(orderAdjustments.orderId, ids), eq(orderAdjustments.kind, 'discount')))
  return new Map(rows.map(({ orderId, code }) => [orderId, code]))
}

async function readEvents(ctx: Context, orderIds: string[]): Promise<OrderEventRow[]> {
  const rows = await ctx.db
    .select({ event: orderEvents, note: orderNotes.text })
    .from(orderEvents)
    .leftJoin(orderNotes, eq(orderNotes.eventId, orderEvents.id))
    .where(inArray(orderEvents.orderId, orderIds))
    .orderBy(asc(orderEvents.at))
  return rows.map(({ event, note }) => ({ ...event, note: note ?? '' }))
}

async function readShipments(ctx: Context, orderIds: string[]): Promise<ShipmentRow[]> {
  const rows = await ctx.db
    .select({
      shipment: shipments,
      lines: sql<
        ShipmentRow['lines']
      >`json_agg(json_build_object('lineId', ${shipmentLines.orderLineId}, 'quantity', ${shipmentLines.quantity}) order by ${shipmentLines.id})`,
    })
    .from(shipments)
    .innerJoin(shipmentLines, eq(shipmentLines.shipmentId, shipments.id))
    .where(inArray(shipments.orderId, orderIds))
    .groupBy(shipments.id)
    .orderBy(asc(shipments.shippedAt), asc(shipments.id))
  return rows.map(({ shipment, lines }) => ({ ...shipment, lines }))
}
