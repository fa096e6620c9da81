import { and, eq, sql } from 'drizzle-orm'
import { cartLines } from '#db/schema'
import type { Context } from '#server/platform/context'
import { anyOf } from '#server/platform/database/any-of'
import { runPrepared } from '#server/platform/database/run-prepared'

/** Takes what was bought out of the cart. What was put in on top of it while it was being paid stays. */
export async function removeBoughtLines(ctx: Context, bought: readonly { cartLineId: string; quantity: number }[]): Promise<void> {
  const ids = sql.param(bought.map(({ cartLineId }) => cartLineId))
  const quantities = sql.param(bought.map(({ quantity }) => quantity))
  await runPrepared(
    ctx,
    sql`
    with bought as (select * from unnest((select ${ids}::uuid[]), (select ${quantities}::int[])) as bought (line_id, quantity)),
    kept as (
      update cart_lines line set quantity = line.quantity - bought.quantity
      from bought where line.id = bought.line_id and line.quantity > bought.quantity
    )
    delete from cart_lines line using bought where line.id = bought.line_id and line.quantity <= bought.quantity`,
  )
}

/** Takes out what was agreed on and is bought: its buyer may have taken it out and put it in again while it was being paid. */
export async function removeAgreedLines(ctx: Context, cartId: string, agreed: readonly { offerId: string }[]): Promise<void> {
  if (agreed.length === 0) return
  const offerIds = agreed.map(({ offerId }) => offerId)
  await ctx.db.delete(cartLines).where(and(eq(cartLines.cartId, cartId), anyOf(cartLines.offerId, offerIds)))
}
