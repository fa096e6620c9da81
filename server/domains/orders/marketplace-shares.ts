import { inArray, sql } from 'drizzle-orm'
import { commissionLines } from '#db/schema'
import { promotionOf } from '#server/domains/ledger'
import type { Context } from '#server/platform/context'
import type { MarketplaceShare } from './present-order'

/** What the marketplace keeps of each order and adds to it, by order; after what came back. */
export async function marketplaceShares(ctx: Context, orderIds: readonly string[]): Promise<ReadonlyMap<string, MarketplaceShare>> {
  const [rows, promotions] = await Promise.all([
    ctx.db
      .select({ orderId: commissionLines.orderId, amountMinor: sql<number>`sum(${commissionLines.amountMinor})::bigint`.mapWith(Number) })
      .from(commissionLines)
      .where(inArray(commissionLines.orderId, [...orderIds]))
      .groupBy(commissionLines.orderId),
    promotionOf(ctx, orderIds),
  ])
  const commission = new Map(rows.map(({ orderId, amountMinor }) => [orderId, amountMinor]))
  const promotion = (id: string) => promotions.get(id) ?? { givenMinor: 0, backMinor: 0 }
  return new Map(
    orderIds.map((id) => [
      id,
      { commissionMinor: commission.get(id) ?? 0, promotionMinor: promotion(id).givenMinor - promotion(id).backMinor },
    ]),
  )
}
