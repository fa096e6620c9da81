import type { Context } from '#server/platform/context'
import { moveStock, type Demand } from './stock-movements'

/** Takes from the shelf what leaves in a parcel, together with its reservation. */
export async function shipStock(ctx: Context, shipment: { id: string; userId: string | null }, demand: readonly Demand[]): Promise<void> {
  await moveStock(ctx, 'shipped', demand, { kind: 'shipment', id: shipment.id, userId: shipment.userId })
}
