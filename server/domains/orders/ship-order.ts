import { sql } from 'drizzle-orm'
import { shipmentLines, shipments } from '#db/schema'
import { shipStock } from '#server/domains/catalog'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { ShipOrder } from '#shared/contracts/orders'
import { canShip } from '#shared/lifecycles/order'
import { fulfilmentStatusOf } from './fulfilment-status'
import { moveOrder } from './move-order'
import { lineNotInOrder, orderNotFound, orderNotShippable, quantityTooHigh } from './orders-errors'
import { lockShopOrder, requireMemberOfShop, type OrderLineRow, type OrderRow } from './orders-locks'
import { statusesOfShipments } from './statuses-of-shipments'

interface PackedLine {
  line: OrderLineRow
  quantity: number
}

/** Hands a parcel over: everything that is left of the order, or the given quantities. Its stock leaves with it. */
export function shipOrder(ctx: Context, actor: Actor, shopId: string, number: string, input: ShipOrder): Promise<OrderRow> {
  return inTransaction(ctx, async (ctx) => {
    await requireMemberOfShop(ctx, actor, shopId)
    const found = await lockShopOrder(ctx, shopId, number)
    if (!found) throw orderNotFound()
    const { order, lines } = found
    if (!canShip(order)) throw orderNotShippable(order)
    const packed = pack(lines, input.lines)

    const shipmentId = await writeShipment(ctx, order.id, packed, input)
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

/** What goes into the parcel. Quantities of one line are added up before they are compared with what is left. */
function pack(lines: readonly OrderLineRow[], wanted: ShipOrder['lines']): PackedLine[] {
  const leftOf = (line: OrderLineRow) => line.quantity - line.shippedQuantity - line.cancelledQuantity
  if (!wanted) return lines.map((line) => ({ line, quantity: leftOf(line) })).filter(({ quantity }) => quantity > 0)

  const quantities = new Map<string, number>()
  for (const { lineId, quantity } of wanted) quantities.set(lineId, (quantities.get(lineId) ?? 0) + quantity)
  return [...quantities].map(([lineId, quantity]) => {
    const line = lines.find(({ id }) => id === lineId)
    if (!line) throw lineNotInOrder(lineId)
    if (quantity > leftOf(line)) throw quantityTooHigh(lineId, leftOf(line))
    return { line, quantity }
  })
}

async function writeShipment(ctx: Context, orderId: string, packed: readonly PackedLine[], input: ShipOrder): Promise<string> {
  const id = ctx.newId()
  const { carrier, trackingNumber, trackingUrl } = input
  await ctx.db.insert(shipments).values({ id, orderId, carrier, trackingNumber, trackingUrl, shippedAt: ctx.now })
  await ctx.db
    .insert(shipmentLines)
    .values(packed.map(({ line, quantity }) => ({ id: ctx.newId(), shipmentId: id, orderLineId: line.id, quantity })))
  await ctx.db.execute(sql`
    update order_lines line set shipped_quantity = line.shipped_quantity + packed.quantity
    from shipment_lines packed where packed.shipment_id = ${id} and packed.order_line_id = line.id`)
  return id
}
