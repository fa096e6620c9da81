import { sql } from 'drizzle-orm'
import { commissionLines } from '#db/schema'
import { readSettings } from '#server/domains/settings'
import type { Context } from '#server/platform/context'
import { runPrepared } from '#server/platform/database/run-prepared'
import { share, sum } from '#shared/money'

/** What commission is taken of. */
export interface CommissionedOrder {
  id: string
  shopId: string
  /** What the shop gets for each line, and for sending them. */
  lines: readonly { id: string; worthMinor: number }[]
  shippingWorthMinor: number
}

/** Freezes the marketplace's share of each line and of the shipping; answers with the sum by order. */
export async function freezeCommission(ctx: Context, orders: readonly CommissionedOrder[]): Promise<Map<string, number>> {
  const rates = await ratesOf(
    ctx,
    orders.map(({ shopId }) => shopId),
  )
  const shares = orders.flatMap(({ id: orderId, shopId, lines, shippingWorthMinor }) => {
    const rateBps = rates.get(shopId)!
    return [...lines.map((line) => ({ orderLineId: line.id, base: line.worthMinor })), { orderLineId: null, base: shippingWorthMinor }].map(
      ({ orderLineId, base }) => ({
        id: ctx.newId(),
        orderId,
        orderLineId,
        rateBps,
        amountMinor: share(base, rateBps),
        createdAt: ctx.now,
      }),
    )
  })

  const taken = shares.filter(({ amountMinor }) => amountMinor !== 0)
  if (taken.length > 0) await ctx.db.insert(commissionLines).values(taken)
  return new Map(orders.map(({ id }) => [id, sum(taken.filter(({ orderId }) => orderId === id).map(({ amountMinor }) => amountMinor))]))
}

/** The rate of each shop today: the first rule that matches, else the marketplace's own. */
async function ratesOf(ctx: Context, shopIds: readonly string[]): Promise<Map<string, number>> {
  const now = ctx.now.toISOString()
  const rows = await runPrepared<{ shopId: string; rateBps: number | null }>(
    ctx,
    sql`
    select shop.id as "shopId", rule.rate_bps as "rateBps"
    from unnest(${sql.param([...new Set(shopIds)])}::uuid[]) as shop (id)
    left join lateral (
      select rate_bps from commission_rules
      where (shop_id is null or shop_id = shop.id) and valid_from <= ${now}::timestamptz and (valid_to is null or valid_to > ${now}::timestamptz)
      order by position, id limit 1
    ) rule on true`,
  )
  const usualBps = rows.some(({ rateBps }) => rateBps === null) ? (await readSettings(ctx)).commissionBps : 0
  return new Map(rows.map(({ shopId, rateBps }) => [shopId, rateBps ?? usualBps]))
}
