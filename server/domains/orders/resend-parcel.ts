import { and, eq, isNull } from 'drizzle-orm'
import { shipmentLines, shipments } from '#db/schema'
import { reserveAgain } from '#server/domains/catalog'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { canResend } from '#shared/lifecycles/shipment'
import { addPieces } from './add-pieces'
import { fulfilmentStatusOf } from './fulfilment-status'
import { moveOrder } from './move-order'
import { orderNotFound, orderNotShippable, parcelMoneyBack, shipmentNotFound, shipmentNotResendable } from './orders-errors'
import { lockShopOrder, type LockedOrder, type OrderRow } from './orders-locks'
import { statusesOfShipments } from './statuses-of-shipments'

/**
 * Puts what lay in a parcel that did not get there back among what is to be sent, with stock reserved for it; for those who
 * run the shop. What came back to the sender is on the shelf again. Repeating it changes nothing. Throws
 * `catalog.stock_short` where the shop has no more of it, and `orders.parcel_money_back` where money went back
 * for it, or its buyer is sending something of it back.
 */
export function resendParcel(ctx: Context, actor: Actor, shopId: string, number: string, shipmentId: string): Promise<OrderRow> {
  return inTransaction(ctx, async (ctx) => {
    await requireMember(ctx, actor, shopId, 'manager')
    const found = await lockShopOrder(ctx, shopId, number)
    if (!found) throw orderNotFound()
    const [shipment] = await ctx.db
      .select()
      .from(shipments)
      .where(and(eq(shipments.id, shipmentId), eq(shipments.orderId, found.order.id)))
    if (!shipment) throw shipmentNotFound()
    if (shipment.resentAt) return found.order
    if (!canResend(shipment)) throw shipmentNotResendable(shipment.status)
    if (found.order.status !== 'processing') throw orderNotShippable(found.order)

    return putBack(ctx, found, shipment, actor.userId)
  })
}

async function putBack(
  ctx: Context,
  { order, lines }: LockedOrder,
  shipment: typeof shipments.$inferSelect,
  userId: string | null,
): Promise<OrderRow> {
  const packed = await ctx.db.select().from(shipmentLines).where(eq(shipmentLines.shipmentId, shipment.id))
  const pieces = packed.map(({ orderLineId, quantity }) => ({ line: lines.find(({ id }) => id === orderLineId)!, quantity }))
  if (pieces.some(({ line }) => line.refundedQuantity > line.cancelledQuantity || line.returnedQuantity + line.claimedQuantity > 0))
    throw parcelMoneyBack()

  await ctx.db
    .update(shipments)
    .set({ resentAt: ctx.now })
    .where(and(eq(shipments.id, shipment.id), isNull(shipments.resentAt)))
  await addPieces(
    ctx,
    'shippedQuantity',
    pieces.map(({ line, quantity }) => ({ lineId: line.id, quantity: -quantity })),
  )
  await reserveAgain(
    ctx,
    { id: shipment.id, userId, isBack: shipment.status === 'returned_to_sender' },
    pieces.map(({ line, quantity }) => ({ variantId: line.variantId, quantity })),
  )
  const rest = lines.map((line) => ({
    ...line,
    shippedQuantity: line.shippedQuantity - (pieces.find((part) => part.line.id === line.id)?.quantity ?? 0),
  }))
  const fulfilmentStatus = fulfilmentStatusOf(rest, await statusesOfShipments(ctx, order.id))
  return moveOrder(
    ctx,
    order,
    { status: order.status, fulfilmentStatus },
    [{ kind: 'resend', details: { shipmentId: shipment.id } }],
    userId,
  )
}
