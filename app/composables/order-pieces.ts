import type { OrderLineView } from '#shared/contracts/orders'
import { worthOfPieces } from '#shared/line-worth'
import { sum } from '#shared/money'

/** A line of which so many pieces can be chosen. */
export interface LineLeft {
  id: string
  title: string
  optionLabel: string
  left: number
}

/** What is still to be sent of a line. */
export const unsentPieces = (line: OrderLineView): number => line.quantity - line.shippedQuantity - line.cancelledQuantity
/** What no money has gone back for. */
export const unrefundedPieces = (line: OrderLineView): number => line.quantity - line.refundedQuantity

export const piecesLeft = (lines: readonly OrderLineView[], leftOf: (line: OrderLineView) => number): LineLeft[] =>
  lines
    .map((line) => ({ id: line.id, title: line.title, optionLabel: line.optionLabel, left: leftOf(line) }))
    .filter(({ left }) => left > 0)

/** What the chosen pieces are worth that no money has gone back for, to the cent. */
export const worthOfChosen = (lines: readonly OrderLineView[], counts: PieceCounts): number =>
  sum(lines.map((line) => worthOfPieces(line, Math.min(unrefundedPieces(line), Math.max(0, Math.trunc(counts[line.id] || 0))))))

/** How many of each line are chosen, by its id. */
export type PieceCounts = Record<string, number>

export const allPieces = (lines: readonly LineLeft[]): PieceCounts => Object.fromEntries(lines.map(({ id, left }) => [id, left]))

export const chosenPieces = (counts: PieceCounts) =>
  Object.entries(counts)
    .filter(([, quantity]) => quantity > 0)
    .map(([lineId, quantity]) => ({ lineId, quantity }))
