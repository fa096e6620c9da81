import { eq } from 'drizzle-orm'
import { refundParts, refunds } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import { paymentOfOrder } from '#server/domains/payments'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { keyReused } from '#server/platform/database/request-keys'
import type { RefundOrder } from '#shared/contracts/order-changes'
import { sum } from '#shared/money'
import { chosenPieces, unrefundedOf } from './chosen-pieces'
import { giveMoneyBack, unrefundedShipping } from './give-money-back'
import { moveOrder } from './move-order'
import { nothingToRefund, orderNotFound, reasonNeeded, shippingRefundTooHigh } from './orders-errors'
import { lockOrder, lockShopOrder, type LockedOrder, type OrderRow } from './orders-locks'
import { mayChangeOrders } from './orders-policy'
import { extraPart, partOf, shippingPart } from './refund-parts'

/** The shop sends money back; for those who run it. The same key asks once. */
export function refundShopOrder(
  ctx: Context,
  actor: Actor,
  shopId: string,
  number: string,
  key: string,
  input: RefundOrder,
): Promise<OrderRow> {
  return inTransaction(ctx, async (ctx) => {
    await requireMember(ctx, actor, shopId, 'manager')
    const found = await lockShopOrder(ctx, shopId, number)
    if (!found) throw orderNotFound()

    return (await refundLocked(ctx, actor, found, key, input)).order
  })
}

/** The same for an admin, who has to say why. */
export function refundAnyOrder(ctx: Context, actor: Actor, number: string, key: string, input: RefundOrder): Promise<OrderRow> {
  return inTransaction(ctx, async (ctx) => {
    const found = mayChangeOrders(actor) ? await lockOrder(ctx, number) : null
    if (!found) throw orderNotFound()
    if (!input.note) throw reasonNeeded()

    const { order, isNew } = await refundLocked(ctx, actor, found, key, input)
    if (!isNew) return order
    await recordAudit(ctx, actor, {
      action: 'orders.refunded',
      subject: { type: 'order', id: order.id },
      shopId: order.shopId,
      details: { number, ...input },
    })
    return order
  })
}

async function refundLocked(
  ctx: Context,
  actor: Actor,
  { order, lines }: LockedOrder,
  key: string,
  input: RefundOrder,
): Promise<{ order: OrderRow; isNew: boolean }> {
  const requestKey = `refund:${order.id}:${actor.userId}:${key}`
  const known = await partsOfRequest(ctx, requestKey)
  if (known) {
    if (!isSame(known, input)) throw keyReused()
    return { order, isNew: false }
  }
  const shippingLeft = await unrefundedShipping(ctx, order, lines)
  if (input.shippingMinor > shippingLeft) throw shippingRefundTooHigh(shippingLeft)
  const parts = [
    ...chosenPieces(lines, unrefundedOf, input.lines).map(partOf),
    ...(input.shippingMinor > 0 ? [shippingPart(input.shippingMinor)] : []),
    ...(input.extraMinor > 0 ? [extraPart(input.extraMinor)] : []),
  ]
  if (sum(parts.map(({ amountMinor }) => amountMinor)) === 0) throw nothingToRefund()

  const { reason, note } = input
  const back = await giveMoneyBack(ctx, order, await paymentOfOrder(ctx, order.id), {
    parts,
    reason,
    note,
    userId: actor.userId,
    requestKey,
  })
  const { status, fulfilmentStatus } = order
  const to = { status, fulfilmentStatus, paymentStatus: back.paymentStatus }
  return { order: await moveOrder(ctx, order, to, back.happenings, actor.userId), isNew: true }
}

/** What was asked for with a key, part by part; null where nothing was. */
async function partsOfRequest(ctx: Context, requestKey: string) {
  const rows = await ctx.db
    .select({
      reason: refunds.reason,
      note: refunds.note,
      kind: refundParts.kind,
      orderLineId: refundParts.orderLineId,
      quantity: refundParts.quantity,
      amountMinor: refundParts.amountMinor,
    })
    .from(refunds)
    .innerJoin(refundParts, eq(refundParts.refundId, refunds.id))
    .where(eq(refunds.requestKey, requestKey))
  return rows.length > 0 ? rows : null
}

type KnownPart = NonNullable<Awaited<ReturnType<typeof partsOfRequest>>>[number]

const isSame = (known: readonly KnownPart[], { lines, shippingMinor, extraMinor, reason, note }: RefundOrder): boolean => {
  const amountOf = (kind: KnownPart['kind']) => sum(known.filter((part) => part.kind === kind).map(({ amountMinor }) => amountMinor))
  const pieces = (of: readonly { lineId: string | null; quantity: number }[]) =>
    [...Map.groupBy(of, ({ lineId }) => lineId)]
      .map(([lineId, same]) => `${lineId} ${sum(same.map(({ quantity }) => quantity))}`)
      .sort()
      .join()
  const knownPieces = known.filter(({ kind }) => kind === 'line').map(({ orderLineId, quantity }) => ({ lineId: orderLineId, quantity }))
  return (
    known[0]!.reason === reason &&
    known[0]!.note === note &&
    amountOf('shipping') === shippingMinor &&
    amountOf('extra') === extraMinor &&
    pieces(knownPieces) === pieces(lines)
  )
}
