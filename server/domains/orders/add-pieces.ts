import { sql } from 'drizzle-orm'
import { orderLines } from '#db/schema'
import type { Context } from '#server/platform/context'

/** Counts pieces of a locked order's lines; what is claimed can be let go of, with quantities below zero. */
export async function addPieces(
  ctx: Context,
  counter: 'shippedQuantity' | 'cancelledQuantity' | 'refundedQuantity' | 'returnedQuantity' | 'claimedQuantity',
  pieces: readonly { lineId: string; quantity: number }[],
): Promise<void> {
  if (pieces.length === 0) return
  const ids = sql.param(pieces.map(({ lineId }) => lineId))
  const quantities = sql.param(pieces.map(({ quantity }) => quantity))
  await ctx.db
    .update(orderLines)
    .set({ [counter]: sql`${orderLines[counter]} + pieces.quantity` })
    .from(sql`unnest(${ids}::uuid[], ${quantities}::int[]) as pieces (line_id, quantity)`)
    .where(sql`${orderLines.id} = pieces.line_id`)
}
