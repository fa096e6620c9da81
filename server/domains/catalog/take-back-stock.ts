import type { Context } from '#server/platform/context'
import { moveStock, type Demand } from './stock-movements'

/** Puts back on the shelf what came back and can be sold again. */
export async function takeBackStock(ctx: Context, back: { id: string; userId: string | null }, demand: readonly Demand[]): Promise<void> {
  await moveStock(ctx, 'returned', demand, { kind: 'return', id: back.id, userId: back.userId })
}
