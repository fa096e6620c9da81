import { eq } from 'drizzle-orm'
import { returnLines } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import { takeBackStock } from '#server/domains/catalog'
import { paymentOfOrder, type RefundPart } from '#server/domains/payments'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { RefundReturn } from '#shared/contracts/returns'
import { canMoveOrder } from '#shared/lifecycles/order'
import { canRefundReturn } from '#shared/lifecycles/return'
import { sum } from '#shared/money'
import { addPieces } from './add-pieces'
import { unrefundedOf } from './chosen-pieces'
import { claimAgain } from './claim-pieces'
import { fulfilmentStatusOf } from './fulfilment-status'
import { giveMoneyBack, unrefundedShipping } from './give-money-back'
import { moveOrder } from './move-order'
import { moveReturn, tellOfReturn, type ReturnSide } from './move-return'
import {
  deductionTooHigh,
  lineNotInOrder,
  nothingAccepted,
  quantityTooHigh,
  reasonNeeded,
  restockedTooMany,
  returnCannotBecome,
  shippingRefundTooHigh,
} from './orders-errors'
import type { OrderLineRow, OrderRow } from './orders-locks'
import { cutTo, partOf, shippingPart, type Pieces } from './refund-parts'
import { lockAnyReturn, lockShopReturn, type LockedReturn, type ReturnLineRow } from './returns-locks'
import { statusesOfShipments } from './statuses-of-shipments'

/**
 * The shop takes pieces back that have come, or that the buyer keeps, and their money goes back; for those who run it. The
 * same decision again changes nothing.
 */
export function refundShopReturn(ctx: Context, actor: Actor, shopId: string, returnId: string, input: RefundReturn): Promise<OrderRow> {
  return inTransaction(ctx, async (ctx) => {
    const found = await lockShopReturn(ctx, actor, shopId, returnId, 'manager')
    return (await refund(ctx, actor, found, input, 'shop')).order
  })
}

/** The same for an admin, also of what the shop has rejected; who has to say why. */
export function refundAnyReturn(ctx: Context, actor: Actor, number: string, returnId: string, input: RefundReturn): Promise<OrderRow> {
  return inTransaction(ctx, async (ctx) => {
    const found = await lockAnyReturn(ctx, actor, number, returnId)
    if (!input.note) throw reasonNeeded()
    const { order, isNew } = await refund(ctx, actor, found, input, 'marketplace')
    if (!isNew) return order
    await recordAudit(ctx, actor, {
      action: 'orders.return_refunded',
      subject: { type: 'order', id: order.id },
      shopId: order.shopId,
      details: { number: found.back.number, ...input },
    })
    return order
  })
}

/** A line of a return with what was decided of it. */
interface Decided {
  backLine: ReturnLineRow
  line: OrderLineRow
  accepted: number
  restocked: number
}

async function refund(
  ctx: Context,
  actor: Actor,
  found: LockedReturn,
  input: RefundReturn,
  by: ReturnSide,
): Promise<{ order: OrderRow; isNew: boolean }> {
  const { order, back, backLines } = found
  if (back.status === 'refunded') {
    if (!isSame(found, input)) throw returnCannotBecome(back.status, 'refunded')
    return { order, isNew: false }
  }
  const isTakenUpAgain = by === 'marketplace' && back.status === 'rejected'
  if (!canRefundReturn(back) && !isTakenUpAgain) throw returnCannotBecome(back.status, 'refunded')
  const decided = decide(found, input)
  if (isTakenUpAgain) await claimAgain(ctx, found.lines, backLines)

  const isKept = back.handling === 'keep'
  await countPieces(ctx, decided, isKept)
  // Before the money: stock is locked before shops' balances everywhere.
  await takeBackStock(
    ctx,
    { id: back.id, userId: actor.userId },
    decided.filter(({ restocked }) => restocked > 0).map(({ line, restocked }) => ({ variantId: line.variantId, quantity: restocked })),
  )
  const { note, deductionMinor } = input
  const paid = await paymentOfOrder(ctx, order.id)
  const parts = await partsOf(ctx, found, decided, input, paid.capturedMinor - paid.refundedMinor)
  const money = await giveMoneyBack(ctx, order, paid, {
    parts,
    reason: 'returned',
    note,
    userId: actor.userId,
    requestKey: `return:${back.id}`,
  })
  await moveReturn(ctx, back, {
    status: 'refunded',
    note,
    refusal: null,
    deductionMinor,
    refundedMinor: sum(parts.map(({ amountMinor }) => amountMinor)),
    refundId: money.refundId,
  })

  const rest = found.lines.map((line) => ({
    ...line,
    returnedQuantity: line.returnedQuantity + (isKept ? 0 : (decided.find((of) => of.line.id === line.id)?.accepted ?? 0)),
  }))
  const fulfilmentStatus = fulfilmentStatusOf(rest, await statusesOfShipments(ctx, order.id))
  // Nothing is left of it that could still arrive.
  const isDone = fulfilmentStatus === 'returned' && canMoveOrder(order.status, 'completed')
  const accepted = await tellOfReturn(ctx, back, { kind: 'return_accepted', by, note })
  return {
    order: await moveOrder(
      ctx,
      order,
      { status: isDone ? 'completed' : order.status, fulfilmentStatus, paymentStatus: money.paymentStatus },
      [accepted, ...money.happenings, ...(isDone ? [{ kind: 'completed' as const }] : [])],
      actor.userId,
    ),
    isNew: true,
  }
}

/** What is decided of each line of the return; a line that is not named is not taken back. */
function decide({ back, lines, backLines }: LockedReturn, input: RefundReturn): Decided[] {
  for (const { lineId } of input.lines) if (!backLines.some(({ orderLineId }) => orderLineId === lineId)) throw lineNotInOrder(lineId)
  const decided = backLines.map((backLine) => {
    const named = input.lines.filter(({ lineId }) => lineId === backLine.orderLineId)
    const accepted = sum(named.map(({ acceptedQuantity }) => acceptedQuantity))
    const restocked = sum(named.map(({ restockedQuantity }) => restockedQuantity))
    if (accepted > backLine.quantity) throw quantityTooHigh(backLine.orderLineId, backLine.quantity)
    if (restocked > (back.handling === 'keep' ? 0 : accepted)) throw restockedTooMany(backLine.orderLineId)
    return { backLine, line: lines.find(({ id }) => id === backLine.orderLineId)!, accepted, restocked }
  })
  if (decided.every(({ accepted }) => accepted === 0)) throw nothingAccepted()
  return decided
}

/** What came back is returned; what is kept stays claimed, so that it is not asked for once more. */
async function countPieces(ctx: Context, decided: readonly Decided[], isKept: boolean): Promise<void> {
  for (const { backLine, accepted, restocked } of decided)
    await ctx.db
      .update(returnLines)
      .set({ acceptedQuantity: accepted, restockedQuantity: restocked })
      .where(eq(returnLines.id, backLine.id))
  await addPieces(
    ctx,
    'claimedQuantity',
    decided.map(({ line, backLine, accepted }) => ({ lineId: line.id, quantity: (isKept ? accepted : 0) - backLine.quantity })),
  )
  if (isKept) return
  await addPieces(
    ctx,
    'returnedQuantity',
    decided.map(({ line, accepted }) => ({ lineId: line.id, quantity: accepted })),
  )
}

/** The money for what is taken back, less what is kept back of it. What went back for pieces before does not go back again. */
async function partsOf(
  ctx: Context,
  { order, lines }: LockedReturn,
  decided: readonly Decided[],
  { shippingMinor, deductionMinor }: RefundReturn,
  leftMinor: number,
): Promise<RefundPart[]> {
  const shippingLeft = await unrefundedShipping(ctx, order, lines)
  if (shippingMinor > shippingLeft) throw shippingRefundTooHigh(shippingLeft)
  const pieces: Pieces[] = decided.map(({ line, accepted }) => ({ line, quantity: Math.min(accepted, unrefundedOf(line)) }))
  const worth = pieces.filter(({ quantity }) => quantity > 0).map(partOf)
  const worthMinor = sum(worth.map(({ amountMinor }) => amountMinor))
  if (deductionMinor > worthMinor) throw deductionTooHigh(worthMinor)

  const goingBack = cutTo(worthMinor - deductionMinor, worth)
  return cutTo(leftMinor, [...goingBack, ...(shippingMinor > 0 ? [shippingPart(shippingMinor)] : [])])
}

const isSame = ({ back, backLines }: LockedReturn, { lines, deductionMinor, note }: RefundReturn): boolean =>
  back.deductionMinor === deductionMinor &&
  back.note === note &&
  backLines.every(({ orderLineId, acceptedQuantity, restockedQuantity }) => {
    const named = lines.filter(({ lineId }) => lineId === orderLineId)
    return (
      sum(named.map((line) => line.acceptedQuantity)) === acceptedQuantity &&
      sum(named.map((line) => line.restockedQuantity)) === restockedQuantity
    )
  })
