import { recordAudit } from '#server/domains/audit'
import { cancelSales } from '#server/domains/catalog'
import { paymentOfOrder } from '#server/domains/payments'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { CancelOrder, CancelShopOrder } from '#shared/contracts/order-changes'
import { canCancel, canShip } from '#shared/lifecycles/order'
import { sum } from '#shared/money'
import { addPieces } from './add-pieces'
import { chosenPieces, unrefundedOf, unsentOf } from './chosen-pieces'
import { fulfilmentStatusOf } from './fulfilment-status'
import { giveMoneyBack, unrefundedShipping } from './give-money-back'
import { moveOrder } from './move-order'
import { orderNotCancellable, orderNotFound, reasonNeeded } from './orders-errors'
import { lockOrder, lockShopOrder, type LockedOrder, type OrderRow } from './orders-locks'
import { isBuyerOf, mayChangeOrders } from './orders-policy'
import { cutTo, partOf, shippingPart } from './refund-parts'
import { statusesOfShipments } from './statuses-of-shipments'

/** The buyer takes back an order of which nothing has left, signed in or by the key of their link. Repeating it changes nothing. */
export function cancelOrder(ctx: Context, actor: Actor, number: string, key: string | null, input: CancelOrder): Promise<OrderRow> {
  return inTransaction(ctx, async (ctx) => {
    const found = await lockOrder(ctx, number)
    if (!found || !isBuyerOf(ctx.config, actor, found.group, key)) throw orderNotFound()
    if (found.order.status === 'cancelled') return found.order
    if (!canCancel(found.order)) throw orderNotCancellable(found.order)

    return cancelPieces(ctx, found, { ...input, by: 'buyer', userId: actor.userId })
  })
}

/** The shop will not send what is left of an order, or pieces of it; for those who run the shop. */
export function cancelShopOrder(ctx: Context, actor: Actor, shopId: string, number: string, input: CancelShopOrder): Promise<OrderRow> {
  return inTransaction(ctx, async (ctx) => {
    await requireMember(ctx, actor, shopId, 'manager')
    const found = await lockShopOrder(ctx, shopId, number)
    if (!found) throw orderNotFound()
    if (found.order.status === 'cancelled' && !input.lines) return found.order

    return cancelPieces(ctx, found, { ...input, by: 'shop', userId: actor.userId })
  })
}

/** The same for an admin, who has to say why. */
export function cancelAnyOrder(ctx: Context, actor: Actor, number: string, input: CancelShopOrder): Promise<OrderRow> {
  return inTransaction(ctx, async (ctx) => {
    const found = mayChangeOrders(actor) ? await lockOrder(ctx, number) : null
    if (!found) throw orderNotFound()
    if (!input.note) throw reasonNeeded()
    if (found.order.status === 'cancelled' && !input.lines) return found.order

    const order = await cancelPieces(ctx, found, { ...input, by: 'marketplace', userId: actor.userId })
    const details = { number, reason: input.reason, note: input.note, lines: input.lines }
    await recordAudit(ctx, actor, {
      action: 'orders.cancelled',
      subject: { type: 'order', id: order.id },
      shopId: order.shopId,
      details,
    })
    return order
  })
}

interface Cancellation {
  by: 'buyer' | 'shop' | 'marketplace'
  reason: string
  note: string
  lines?: readonly { lineId: string; quantity: number }[]
  userId: string | null
}

/** Gives back the stock and the money of what will not be sent; the shipping too where nothing was and nothing will be. */
async function cancelPieces(ctx: Context, { order, lines }: LockedOrder, wanted: Cancellation): Promise<OrderRow> {
  if (!canShip(order)) throw orderNotCancellable(order)
  const pieces = chosenPieces(lines, unsentOf, wanted.lines)
  const cancelledLines = pieces.map(({ line, quantity }) => ({ lineId: line.id, quantity }))

  await addPieces(ctx, 'cancelledQuantity', cancelledLines)
  // Before the money: stock is locked before shops' balances everywhere.
  await cancelSales(
    ctx,
    { id: order.id, userId: wanted.userId },
    pieces.map(({ line, quantity }) => ({ variantId: line.variantId, quantity })),
  )
  const rest = lines.map((line) => ({
    ...line,
    cancelledQuantity: line.cancelledQuantity + (pieces.find((part) => part.line.id === line.id)?.quantity ?? 0),
  }))
  const isAll = rest.every((line) => line.cancelledQuantity === line.quantity)
  const paid = await paymentOfOrder(ctx, order.id)
  const back = await giveMoneyBack(ctx, order, paid, {
    parts: cutTo(paid.capturedMinor - paid.refundedMinor, [
      // Money that went back for pieces before does not go back again.
      ...pieces.map(({ line, quantity }) => partOf({ line, quantity: Math.min(quantity, unrefundedOf(line)) })),
      ...(isAll ? [shippingPart(await unrefundedShipping(ctx, order, lines))] : []),
    ]),
    reason: 'cancelled',
    note: wanted.by === 'buyer' ? '' : wanted.note,
    userId: wanted.userId,
    isCalledOff: isAll,
    requestKey: `cancel:${order.id}:${sum(rest.map(({ cancelledQuantity }) => cancelledQuantity))}`,
  })

  const fulfilmentStatus = fulfilmentStatusOf(rest, await statusesOfShipments(ctx, order.id))
  const isDone = !isAll && fulfilmentStatus === 'delivered'
  const eventId = ctx.newId()
  const cancelled = {
    id: eventId,
    kind: isAll ? ('cancelled' as const) : ('items_cancelled' as const),
    details: {
      by: wanted.by,
      reason: wanted.reason,
      lines: cancelledLines,
    },
    note: { text: wanted.note, isBuyers: wanted.by === 'buyer' },
  }
  await ctx.queue.publish(ctx.db, 'order.cancelled', { groupId: order.groupId, orderId: order.id, eventId })
  return moveOrder(
    ctx,
    order,
    { status: isAll ? 'cancelled' : isDone ? 'completed' : order.status, fulfilmentStatus, paymentStatus: back.paymentStatus },
    [cancelled, ...back.happenings, ...(isDone ? [{ kind: 'completed' as const }] : [])],
    wanted.userId,
  )
}
