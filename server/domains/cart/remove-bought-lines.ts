import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { runPrepared } from '#server/platform/database/run-prepared'

/** Takes what was bought out of the cart. What was put in on top of it while it was being paid stays. */
export async function removeBoughtLines(ctx: Context, bought: readonly { cartLineId: string; quantity: number }[]): Promise<void> {
  const ids = sql.param(bought.map(({ cartLineId }) => cartLineId))
  const quantities = sql.param(bought.map(({ quantity }) => quantity))
  await runPrepared(
    ctx,
    sql`
    with bought as (select * from unnest(${ids}::uuid[], ${quantities}::int[]) as bought (line_id, quantity)),
    kept as (
      update cart_lines line set quantity = line.quantity - bought.quantity
      from bought where line.id = bought.line_id and line.quantity > bought.quantity
    )
    delete from cart_lines line using bought where line.id = bought.line_id and line.quantity <= bought.quantity`,
  )
}
