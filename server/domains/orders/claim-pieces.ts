import type { Context } from '#server/platform/context'
import { addPieces } from './add-pieces'
import { chosenPieces, returnableOf } from './chosen-pieces'
import type { OrderLineRow } from './orders-locks'
import type { ReturnLineRow } from './returns-locks'

/** The pieces of a return that has come to nothing can be asked for once more. */
export const letGo = (ctx: Context, backLines: readonly ReturnLineRow[]): Promise<void> =>
  addPieces(
    ctx,
    'claimedQuantity',
    backLines.map(({ orderLineId, quantity }) => ({ lineId: orderLineId, quantity: -quantity })),
  )

/** A return that had come to nothing is taken up again. Throws `orders.quantity_too_high` where another has its pieces by now. */
export async function claimAgain(ctx: Context, lines: readonly OrderLineRow[], backLines: readonly ReturnLineRow[]): Promise<void> {
  const pieces = chosenPieces(
    lines,
    returnableOf,
    backLines.map(({ orderLineId, quantity }) => ({ lineId: orderLineId, quantity })),
  )
  await addPieces(
    ctx,
    'claimedQuantity',
    pieces.map(({ line, quantity }) => ({ lineId: line.id, quantity })),
  )
}
