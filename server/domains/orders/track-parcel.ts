import { and, eq, inArray, isNull } from 'drizzle-orm'
import { shipments, trackingEvents } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { TrackParcel } from '#shared/contracts/orders'
import { canMoveShipment, isTroubled, SHIPMENT_STATUSES, type TrackingKind } from '#shared/lifecycles/shipment'
import { fulfilmentStatusOf } from './fulfilment-status'
import { moveOrder } from './move-order'
import { orderNotFound, shipmentCannotBecome, shipmentNotFound } from './orders-errors'
import { lockOrder, lockShopOrder, requireMemberOfShop, type LockedOrder, type OrderRow } from './orders-locks'
import { isBuyerOf } from './orders-policy'
import { statusesOfShipments } from './statuses-of-shipments'

/** The shop notes what became of a parcel. When all of the order has arrived, it is completed. Repeating it changes nothing. */
export function trackParcel(
  ctx: Context,
  actor: Actor,
  shopId: string,
  number: string,
  shipmentId: string,
  { kind }: TrackParcel,
): Promise<OrderRow> {
  return inTransaction(ctx, async (ctx) => {
    await requireMemberOfShop(ctx, actor, shopId)
    const found = await lockShopOrder(ctx, shopId, number)
    if (!found) throw orderNotFound()

    return moveParcel(ctx, found, shipmentId, { kind, by: 'shop', userId: actor.userId })
  })
}

/** The buyer says that a parcel is there, signed in or by the key of their link. Repeating it changes nothing. */
export function confirmArrival(ctx: Context, actor: Actor, number: string, key: string | null, shipmentId: string): Promise<OrderRow> {
  return inTransaction(ctx, async (ctx) => {
    const found = await lockOrder(ctx, number)
    if (!found || !isBuyerOf(ctx.config, actor, found.group, key)) throw orderNotFound()

    return moveParcel(ctx, found, shipmentId, { kind: 'delivered', by: 'buyer', userId: actor.userId })
  })
}

interface Said {
  kind: TrackingKind
  by: 'shop' | 'buyer'
  userId: string | null
}

async function moveParcel(ctx: Context, { order, lines }: LockedOrder, shipmentId: string, said: Said): Promise<OrderRow> {
  const { kind, by, userId } = said
  const [shipment] = await ctx.db
    .select()
    .from(shipments)
    .where(and(eq(shipments.id, shipmentId), eq(shipments.orderId, order.id)))
  if (!shipment) throw shipmentNotFound()
  if (shipment.status === kind) return order

  const before = SHIPMENT_STATUSES.filter((status) => canMoveShipment(status, kind))
  const moved = await ctx.db
    .update(shipments)
    .set({ status: kind, ...(kind === 'delivered' && { deliveredAt: ctx.now }) })
    .where(and(eq(shipments.id, shipmentId), inArray(shipments.status, before), isNull(shipments.resentAt)))
    .returning({ id: shipments.id })
  if (moved.length === 0) throw shipmentCannotBecome(shipment.status, kind)

  await ctx.db.insert(trackingEvents).values({ id: ctx.newId(), shipmentId, kind, by, userId, at: ctx.now })
  if (isTroubled(kind)) await ctx.queue.publish(ctx.db, 'order.parcel_troubled', { orderId: order.id, shipmentId, kind })
  const fulfilmentStatus = fulfilmentStatusOf(lines, await statusesOfShipments(ctx, order.id))
  // One that left long ago is completed before anybody says that it has arrived.
  const isDone = fulfilmentStatus === 'delivered' && order.status === 'processing'
  return moveOrder(
    ctx,
    order,
    { status: isDone ? 'completed' : order.status, fulfilmentStatus },
    [{ kind, details: { shipmentId, by } }, ...(isDone ? [{ kind: 'completed' as const }] : [])],
    userId,
  )
}
