import { shipmentLines, shipments } from '#db/schema'
import { shipStock } from '#server/domains/catalog'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { trackingAddress } from '#shared/carriers'
import type { ShipOrder } from '#shared/contracts/orders'
import { canShip } from '#shared/lifecycles/order'
import { addPieces } from './add-pieces'
import { chosenPieces, unsentOf } from './chosen-pieces'
import { fulfilmentStatusOf } from './fulfilment-status'
import { moveOrder } from './move-order'
import { orderNotFound, orderNotShippable } from './orders-errors'
import { lockShopOrder, requireMemberOfShop, type OrderRow } from './orders-locks'
import type { Pieces } from './refund-parts'
import { statusesOfShipments } from './statuses-of-shipments'

/** Hands a parcel over: everything that is left of the order, or the given quantities. Its stock leaves with it. */
export function shipOrder(ctx: Context, actor: Actor, shopId: string, number: string, input: ShipOrder): Promise<OrderRow> {
  return inTransaction(ctx, async (ctx) => {
    await requireMemberOfShop(ctx, actor, shopId)
    const found = await lockShopOrder(ctx, shopId, number)
    if (!found) throw orderNotFound()
    const { order, lines } = found
    if (!canShip(order)) throw orderNotShippable(order)
    const packed = chosenPieces(lines, unsentOf, input.lines)

    const shipmentId = await writeShipment(ctx, order.id, packed, order.pickup ? CARRIED_BY_NOBODY : input)
    await shipStock(
      ctx,
      { id: shipmentId, userId: actor.userId },
      packed.map(({ line, quantity }) => ({ variantId: line.variantId, quantity })),
    )
    const shipped = lines.map((line) => ({
      ...line,
      shippedQuantity: line.shippedQuantity + (packed.find((part) => part.line.id === line.id)?.quantity ?? 0),
    }))
    const fulfilmentStatus = fulfilmentStatusOf(shipped, await statusesOfShipments(ctx, order.id))

    await ctx.queue.publish(ctx.db, 'order.shipped', { orderId: order.id, shipmentId })
    return moveOrder(ctx, order, { status: 'processing', fulfilmentStatus }, [{ kind: 'shipped', details: { shipmentId } }], actor.userId)
  })
}

/** What is picked up, also where it is noted together with what is sent. */
const CARRIED_BY_NOBODY = { carrier: '', trackingNumber: '', trackingUrl: null }

async function writeShipment(ctx: Context, orderId: string, packed: readonly Pieces[], input: Omit<ShipOrder, 'lines'>): Promise<string> {
  const id = ctx.newId()
  const { carrier, trackingNumber } = input
  const trackingUrl = input.trackingUrl ?? trackingAddress(carrier, trackingNumber)
  await ctx.db.insert(shipments).values({ id, orderId, carrier, trackingNumber, trackingUrl, shippedAt: ctx.now })
  await ctx.db
    .insert(shipmentLines)
    .values(packed.map(({ line, quantity }) => ({ id: ctx.newId(), shipmentId: id, orderLineId: line.id, quantity })))
  await addPieces(
    ctx,
    'shippedQuantity',
    packed.map(({ line, quantity }) => ({ lineId: line.id, quantity })),
  )
  return id
}
