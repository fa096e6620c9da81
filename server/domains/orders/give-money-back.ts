import { and, eq, sql } from 'drizzle-orm'
import { refundParts, refunds } from '#db/schema'
import { requestRefund, type OrderPayment, type RefundPart } from '#server/domains/payments'
import type { Context } from '#server/platform/context'
import type { PaymentStatus } from '#shared/lifecycles/order'
import { paidShippingOf } from '#shared/line-worth'
import { sum } from '#shared/money'
import { addPieces } from './add-pieces'
import type { Happening } from './move-order'
import { orderDisputed } from './orders-errors'
import type { OrderLineRow, OrderRow } from './orders-locks'
import { paymentStatusOf } from './payment-status'
import { bookPromotionBack, promotionBack } from './promotion-back'

interface MoneyBack {
  parts: readonly RefundPart[]
  reason: string
  note: string
  userId: string | null
  requestKey: string
  /** Nothing of the order was sent, and nothing will be. */
  isCalledOff?: boolean
}

/** What a refund makes of its order: to be written with whatever it is for. */
interface MoneyGoingBack {
  paymentStatus: PaymentStatus
  /** Null where it amounts to nothing. */
  refundId: string | null
  happenings: Happening[]
}

/**
 * Asks for money of a locked order to go back, in the transaction that has the reason, and counts the pieces it is for.
 * Where it amounts to nothing only the pieces are counted. Throws `payments.refund_too_high`, and
 * `orders.disputed` while the buyer's bank has the money.
 */
export async function giveMoneyBack(ctx: Context, order: OrderRow, paid: OrderPayment, back: MoneyBack): Promise<MoneyGoingBack> {
  if (paid.disputedMinor > 0) throw orderDisputed()
  const { parts, reason, note, userId, requestKey } = back
  await addPieces(
    ctx,
    'refundedQuantity',
    parts.flatMap(({ orderLineId, quantity }) => (orderLineId && quantity > 0 ? [{ lineId: orderLineId, quantity }] : [])),
  )
  const amountMinor = sum(parts.map((part) => part.amountMinor))
  const refundedMinor = paid.refundedMinor + amountMinor
  const ofShipping = sum(parts.filter(({ kind }) => kind === 'shipping').map((part) => part.amountMinor))
  const promotion = await promotionBack(ctx, order, {
    refundedMinor,
    shippingMinor: (await shippingBack(ctx, order)) + ofShipping,
    isCalledOff: back.isCalledOff ?? false,
  })
  if (amountMinor === 0) {
    if (promotion) await bookPromotionBack(ctx, order, refundedMinor, promotion)
    return { paymentStatus: paymentStatusOf(paid), refundId: null, happenings: [] }
  }

  const kept = parts.filter((part) => part.amountMinor > 0 || part.quantity > 0)
  const request = { amountMinor, reason, note, userId, parts: kept, promotion, requestKey }
  const refund = await requestRefund(ctx, paid.payment, order, request)
  return {
    paymentStatus: paymentStatusOf({ ...paid, refundedMinor }),
    refundId: refund.id,
    happenings: [{ kind: 'refund_requested', details: { refundId: refund.id, amountMinor } }],
  }
}

/** What of an order's shipping was paid and nobody has given back. The order's lock keeps it still. */
export async function unrefundedShipping(ctx: Context, order: OrderRow, lines: readonly OrderLineRow[]): Promise<number> {
  return Math.max(0, paidShippingOf(order, lines) - (await shippingBack(ctx, order)))
}

/** What has gone back of an order for its shipping. */
export async function shippingBack(ctx: Context, order: OrderRow): Promise<number> {
  const [row] = await ctx.db
    .select({ amountMinor: sql<number>`coalesce(sum(${refundParts.amountMinor}), 0)::bigint`.mapWith(Number) })
    .from(refunds)
    .innerJoin(refundParts, and(eq(refundParts.refundId, refunds.id), eq(refundParts.kind, 'shipping')))
    .where(eq(refunds.orderId, order.id))
  return row!.amountMinor
}
