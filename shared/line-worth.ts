import { allocate, sum } from './money'

/** A line of an order, of which money went back for some pieces. */
export interface RefundedLine {
  totalMinor: number
  quantity: number
  refundedQuantity: number
}

/** What the first so many pieces of a line cost: of all of them exactly its total, whatever it is divided by. */
const priceOfFirst = ({ totalMinor, quantity }: RefundedLine, count: number): number => allocate(totalMinor, [count, quantity - count])[0]!

/** What so many pieces of a line are worth that nobody has given money back for. */
export const worthOfPieces = (line: RefundedLine, count: number): number =>
  priceOfFirst(line, line.refundedQuantity + count) - priceOfFirst(line, line.refundedQuantity)

/** What the buyer paid for the shipping of an order: what of the discount is on no line was taken off it. */
export const paidShippingOf = (
  order: { shippingMinor: number; discountMinor: number },
  lines: readonly { discountMinor: number }[],
): number => order.shippingMinor - order.discountMinor + sum(lines.map(({ discountMinor }) => discountMinor))
