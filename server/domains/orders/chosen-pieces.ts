import { lineNotInOrder, quantityTooHigh } from './orders-errors'
import type { OrderLineRow } from './orders-locks'
import type { Pieces } from './refund-parts'

/**
 * The pieces that somebody means: all that are left by `leftOf`, or those named. Quantities of one line are added up
 * before they are compared with what is left. Throws `orders.line_not_found` and `orders.quantity_too_high`.
 */
export function chosenPieces(
  lines: readonly OrderLineRow[],
  leftOf: (line: OrderLineRow) => number,
  named: readonly { lineId: string; quantity: number }[] | undefined,
): Pieces[] {
  if (!named) return lines.map((line) => ({ line, quantity: leftOf(line) })).filter(({ quantity }) => quantity > 0)

  const quantities = new Map<string, number>()
  for (const { lineId, quantity } of named) quantities.set(lineId, (quantities.get(lineId) ?? 0) + quantity)
  return [...quantities].map(([lineId, quantity]) => {
    const line = lines.find(({ id }) => id === lineId)
    if (!line) throw lineNotInOrder(lineId)
    if (quantity > leftOf(line)) throw quantityTooHigh(lineId, leftOf(line))
    return { line, quantity }
  })
}

/** What is still to be sent. */
export const unsentOf = (line: OrderLineRow): number => line.quantity - line.shippedQuantity - line.cancelledQuantity
/** What no money has gone back for. */
export const unrefundedOf = (line: OrderLineRow): number => line.quantity - line.refundedQuantity
/** What the buyer has and may ask to send back. */
export const returnableOf = (line: OrderLineRow): number => line.shippedQuantity - line.returnedQuantity - line.claimedQuantity
