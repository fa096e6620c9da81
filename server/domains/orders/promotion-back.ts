import { eq } from 'drizzle-orm'
import { orderLines } from '#db/schema'
import { postPromotionBack, promotionOf, reverseCommission, type PromotionBack } from '#server/domains/ledger'
import type { Context } from '#server/platform/context'
import { worthOfPieces } from '#shared/line-worth'
import { allocate, sum } from '#shared/money'
import type { OrderLineRow, OrderRow } from './orders-locks'

/** How far a sale is undone. */
interface Undone {
  /** What of the buyer's money has gone back, this time included; and what of it was for the shipping. */
  refundedMinor: number
  shippingMinor: number
  /** Nothing of the order was sent, and nothing will be. */
  isCalledOff: boolean
}

/**
 * What comes back to the marketplace of a discount that it bears, once so much of a sale is undone; null where it bears
 * nothing. Its part of a price goes back with the piece, and at the latest with the last of the money for the items; its part
 * of the shipping only when nothing was sent. Under the order's lock, with the pieces counted.
 */
export async function promotionBack(ctx: Context, order: OrderRow, undone: Undone): Promise<PromotionBack | null> {
  if (order.discountMinor === 0) return null
  const promotion = (await promotionOf(ctx, [order.id])).get(order.id)
  if (!promotion) return null

  const lines = await ctx.db.select().from(orderLines).where(eq(orderLines.orderId, order.id))
  const isOfShipping = lines.every(({ discountMinor }) => discountMinor === 0)
  const dueMinor = isOfShipping ? (undone.isCalledOff ? promotion.givenMinor : 0) : dueOfLines(lines, undone)
  return { ...promotion, amountMinor: Math.max(0, dueMinor - promotion.backMinor) }
}

/** What of the discount of lines is to have come back. */
export function dueOfLines(
  lines: readonly Pick<OrderLineRow, 'discountMinor' | 'totalMinor' | 'quantity' | 'refundedQuantity'>[],
  { refundedMinor, shippingMinor }: Pick<Undone, 'refundedMinor' | 'shippingMinor'>,
): number {
  const withPieces = sum(
    lines.map(({ discountMinor, quantity, refundedQuantity }) =>
      worthOfPieces({ totalMinor: discountMinor, quantity, refundedQuantity: 0 }, refundedQuantity),
    ),
  )
  const itemsMinor = sum(lines.map(({ totalMinor }) => totalMinor))
  if (itemsMinor === 0) return withPieces

  const itemsBackMinor = Math.min(Math.max(0, refundedMinor - shippingMinor), itemsMinor)
  const withMoney = allocate(sum(lines.map(({ discountMinor }) => discountMinor)), [itemsBackMinor, itemsMinor - itemsBackMinor])[0]!
  return Math.max(withPieces, withMoney)
}

/** Books that a part of a sale is undone for which the buyer had nothing to pay. */
export async function bookPromotionBack(ctx: Context, order: OrderRow, refundedMinor: number, promotion: PromotionBack): Promise<void> {
  if (promotion.amountMinor === 0) return
  await postPromotionBack(ctx, {
    id: ctx.newId(),
    orderId: order.id,
    shopId: order.shopId,
    commissionMinor: await reverseCommission(ctx, order, refundedMinor, promotion),
    promotionMinor: promotion.amountMinor,
    currency: order.currency,
    isReleased: order.releasedAt !== null,
  })
}
