import { and, asc, eq, inArray, sql, type SQL } from 'drizzle-orm'
import {
  orderAdjustments,
  orderDocuments,
  orderEvents,
  orderLines,
  orderNotes,
  orders,
  refunds,
  shipmentLines,
  shipments,
  shops,
  trackingEvents,
} from '#db/schema'
import type { Context } from '#server/platform/context'
import { anyOf } from '#server/platform/database/any-of'
import type { PostalAddress } from '#shared/contracts/address'
import type { ShipmentView } from '#shared/contracts/orders'
import { ORDER_EVENT_KINDS } from '#shared/lifecycles/order'
import type { RefundRow } from '#server/domains/payments'
import type { OrderDocumentRow } from './issue-document'
import type { AdminDisputeView } from '#shared/contracts/disputes'
import { readSettings } from '#server/domains/settings'
import type { OrderLineRow, OrderRow } from './orders-locks'
import { readDisputes } from './read-disputes'
import { readReturns, type WholeReturn } from './read-returns'
import { endOfWindow } from './return-window'

/** An entry of the timeline with what was written along. */
export type OrderEventRow = typeof orderEvents.$inferSelect & { note: string }
export type ShipmentRow = typeof shipments.$inferSelect & {
  lines: { lineId: string; quantity: number }[]
  events: ShipmentView['events']
}

/** What was bought of a shop. */
export interface BoughtOrder {
  order: OrderRow
  shop: { slug: string; name: string; address: PostalAddress | null }
  /** The code that its discount comes from. */
  coupon: string | null
  lines: OrderLineRow[]
}

/** An order with everything that belongs to it. */
export interface WholeOrder extends BoughtOrder {
  shipments: ShipmentRow[]
  events: OrderEventRow[]
  refunds: RefundRow[]
  documents: ListedDocument[]
  returns: WholeReturn[]
  returnableUntil: Date | null
  disputes: AdminDisputeView[]
}

/** Of an invoice or a credit note, what a list of them tells. */
export type ListedDocument = Pick<OrderDocumentRow, 'id' | 'orderId' | 'kind' | 'number' | 'totalMinor' | 'currency' | 'issuedAt'>

/** Orders of groups in the order of their numbers, without what became of them. The caller has made sure that the asker may know. */
export const readBoughtOrders = async (ctx: Context, groupIds: readonly string[]): Promise<BoughtOrder[]> =>
  withLines(ctx, await findOrders(ctx, anyOf(orders.groupId, groupIds)))

/** Orders in the order of their numbers, in fourteen queries at most however many there are. The caller has made sure that the asker may know. */
export async function readOrders(ctx: Context, of: { groupId: string } | { orderId: string }): Promise<WholeOrder[]> {
  const found = await findOrders(ctx, 'groupId' in of ? eq(orders.groupId, of.groupId) : eq(orders.id, of.orderId))
  if (found.length === 0) return []
  const ids = found.map(({ order }) => order.id)

  const [bought, parcels, events, back, documents, goingBack, { completeDays }, disputesOf] = await Promise.all([
    withLines(ctx, found),
    readShipments(ctx, ids),
    readEvents(ctx, ids),
    ctx.db.select().from(refunds).where(inArray(refunds.orderId, ids)).orderBy(asc(refunds.createdAt), asc(refunds.id)),
    readDocuments(ctx, ids),
    readReturns(ctx, ids),
    readSettings(ctx),
    readDisputes(ctx, ids),
  ])
  const ofOrder = <Row extends { orderId: string }>(rows: Row[], id: string) => rows.filter(({ orderId }) => orderId === id)

  return bought.map((one) => ({
    ...one,
    shipments: ofOrder(parcels, one.order.id),
    events: ofOrder(events, one.order.id).sort(asTheyHappened),
    refunds: back.filter(({ orderId }) => orderId === one.order.id),
    documents: ofOrder(documents, one.order.id),
    returns: goingBack.filter(({ back }) => back.orderId === one.order.id),
    returnableUntil: endOfWindow(one.order, ofOrder(parcels, one.order.id), completeDays),
    disputes: disputesOf(one.order.id),
  }))
}

type FoundOrder = Pick<BoughtOrder, 'order' | 'shop'>

const findOrders = (ctx: Context, which: SQL): Promise<FoundOrder[]> =>
  ctx.db
    .select({ order: orders, shop: { slug: shops.slug, name: shops.name, address: shops.address } })
    .from(orders)
    .innerJoin(shops, eq(shops.id, orders.shopId))
    .where(which)
    .orderBy(asc(sql`length(${orders.number})`), asc(orders.number))

async function withLines(ctx: Context, found: readonly FoundOrder[]): Promise<BoughtOrder[]> {
  const ids = found.map(({ order }) => order.id)
  const [lines, coupons] = await Promise.all([
    ctx.db.select().from(orderLines).where(anyOf(orderLines.orderId, ids)).orderBy(asc(orderLines.position)),
    readCoupons(ctx, found),
  ])
  const linesOf = Map.groupBy(lines, ({ orderId }) => orderId)
  return found.map((one) => ({ ...one, coupon: coupons.get(one.order.id) ?? null, lines: linesOf.get(one.order.id) ?? [] }))
}

/** What happened at one moment is told in the order of a happy order's life. */
const asTheyHappened = (one: OrderEventRow, other: OrderEventRow) =>
  one.at.getTime() - other.at.getTime() || ORDER_EVENT_KINDS.indexOf(one.kind) - ORDER_EVENT_KINDS.indexOf(other.kind)

/** The codes of those that have a discount, by order. */
async function readCoupons(ctx: Context, found: readonly FoundOrder[]): Promise<ReadonlyMap<string, string>> {
  const ids = found.filter(({ order }) => order.discountMinor > 0).map(({ order }) => order.id)
  if (ids.length === 0) return new Map()
  const rows = await ctx.db
    .select({ orderId: orderAdjustments.orderId, code: orderAdjustments.label })
    .from(orderAdjustments)
    .where(and(anyOf(orderAdjustments.orderId, ids), eq(orderAdjustments.kind, 'discount')))
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
      events: sql<ShipmentRow['events']>`(
        select coalesce(json_agg(json_build_object(
          'kind', ${trackingEvents.kind}, 'by', ${trackingEvents.by},
          'at', to_char(${trackingEvents.at} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
        ) order by ${trackingEvents.at}, ${trackingEvents.id}), '[]'::json)
        from ${trackingEvents} where ${trackingEvents.shipmentId} = ${shipments.id}
      )`,
    })
    .from(shipments)
    .innerJoin(shipmentLines, eq(shipmentLines.shipmentId, shipments.id))
    .where(inArray(shipments.orderId, orderIds))
    .groupBy(shipments.id)
    .orderBy(asc(shipments.shippedAt), asc(shipments.id))
  return rows.map(({ shipment, lines, events }) => ({ ...shipment, lines, events }))
}

function readDocuments(ctx: Context, orderIds: string[]): Promise<ListedDocument[]> {
  const { id, orderId, kind, number, totalMinor, currency, issuedAt } = orderDocuments
  return ctx.db
    .select({ id, orderId, kind, number, totalMinor, currency, issuedAt })
    .from(orderDocuments)
    .where(inArray(orderId, orderIds))
    .orderBy(asc(issuedAt), asc(id))
}
