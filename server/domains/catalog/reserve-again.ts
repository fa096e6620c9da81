import type { Context } from '#server/platform/context'
import { stockShort } from './catalog-errors'
import { mergeDemand, moveStock, type Demand } from './stock-movements'

/**
 * Reserves once more what left in a parcel that did not get there; what came back is on the shelf again first. Throws
 * `catalog.stock_short`; the transaction it runs in must then be given up.
 */
export async function reserveAgain(
  ctx: Context,
  shipment: { id: string; userId: string | null; isBack: boolean },
  demand: readonly Demand[],
): Promise<void> {
  const wanted = mergeDemand(demand)
  const reference = { kind: 'shipment' as const, id: shipment.id, userId: shipment.userId }
  if (shipment.isBack) await moveStock(ctx, 'returned', wanted, reference)
  const held = await moveStock(ctx, 'held', wanted, reference)
  const short = wanted.filter(({ variantId }) => !held.has(variantId))
  if (short.length > 0) throw stockShort(short.map(({ variantId }) => variantId))
}
