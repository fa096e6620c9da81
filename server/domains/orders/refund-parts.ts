import type { RefundPart } from '#server/domains/payments'
import { worthOfPieces } from '#shared/line-worth'
import type { OrderLineRow } from './orders-locks'

/** Pieces of a line. */
export interface Pieces {
  line: OrderLineRow
  quantity: number
}

export const partOf = (pieces: Pieces): RefundPart => ({
  kind: 'line',
  orderLineId: pieces.line.id,
  quantity: pieces.quantity,
  amountMinor: worthOfPieces(pieces.line, pieces.quantity),
})

const aside = (kind: 'shipping' | 'extra', amountMinor: number): RefundPart => ({ kind, orderLineId: null, quantity: 0, amountMinor })

export const shippingPart = (amountMinor: number): RefundPart => aside('shipping', amountMinor)
export const extraPart = (amountMinor: number): RefundPart => aside('extra', amountMinor)

/**
 * The same parts, cut from the end where less than their sum is left to give back. Less than nothing is left where a bank took
 * more than was there.
 */
export function cutTo(leftMinor: number, parts: readonly RefundPart[]): RefundPart[] {
  let left = Math.max(0, leftMinor)
  return parts.map((part) => {
    const amountMinor = Math.min(part.amountMinor, left)
    left -= amountMinor
    return { ...part, amountMinor }
  })
}
