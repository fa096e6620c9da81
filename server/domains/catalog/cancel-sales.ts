import type { Context } from '#server/platform/context'
import { moveStock, type Demand } from './stock-movements'

/** Gives back what an order had reserved and will not get. It may be sold again. */
export async function cancelSales(ctx: Context, order: { id: string; userId: string | null }, demand: readonly Demand[]): Promise<void> {
  await moveStock(ctx, 'cancelled', demand, { kind: 'order', id: order.id, userId: order.userId })
}
