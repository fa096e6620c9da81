import { and, eq, inArray } from 'drizzle-orm'
import { shipments } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { canMoveShipment, SHIPMENT_STATUSES } from '#shared/lifecycles/shipment'
import { fulfilmentStatusOf } from './fulfilment-status'
import { moveOrder } from './move-order'
import { orderNotFound, shipmentCannotBecome, shipmentNotFound } from './orders-errors'
import { lockShopOrder, requireMemberOfShop, type OrderRow } from './orders-locks'
import { statusesOfShipments } from './statuses-of-shipments'

const BEFORE_DELIVERY = SHIPMENT_STATUSES.filter((status) => canMoveShipment(status, 'delivered'))

/** Notes that a parcel arrived. When all of the order has, it is completed. Repeating it changes nothing. */
export function markDelivered(ctx: Context, actor: Actor, shopId: string, number: string, shipmentId: string): Promise<OrderRow> {
  return inTransaction(ctx, async (ctx) => {
    await requireMemberOfShop(ctx, actor, shopId)
    const found = await lockShopOrder(ctx, shopId, number)
    if (!found) throw orderNotFound()
    const { order, lines } = found
    const [shipment] = await ctx.db
      .select()
      .from(shipments)
      .where(and(eq(shipments.id, shipmentId), eq(shipments.orderId, order.id)))
    if (!shipment) throw shipmentNotFound()
    if (shipment.status === 'delivered') return order

    const moved = await ctx.db
      .update(shipments)
      .set({ status: 'delivered', deliveredAt: ctx.now })
      .where(and(eq(shipments.id, shipmentId), inArray(shipments.status, BEFORE_DELIVERY)))
      .returning({ id: shipments.id })
    if (moved.length === 0) throw shipmentCannotBecome(shipment.status, 'delivered')

    const fulfilmentStatus = fulfilmentStatusOf(lines, await statusesOfShipments(ctx, order.id))
    // One that left long ago is completed before anybody says that it has arrived.
    const isDone = fulfilmentStatus === 'delivered' && order.status !== 'completed'
    return moveOrder(
      ctx,
      order,
      { status: isDone ? 'completed' : order.status, fulfilmentStatus },
      [{ kind: 'delivered', details: { shipmentId } }, ...(isDone ? [{ kind: 'completed' as const }] : [])],
      actor.userId,
    )
  })
}
