import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { RejectReturn } from '#shared/contracts/returns'
import { letGo } from './claim-pieces'
import { moveOrder } from './move-order'
import { moveReturn, tellOfReturn } from './move-return'
import type { OrderRow } from './orders-locks'
import { lockShopReturn } from './returns-locks'

/** What came is not taken back, and its buyer gets it again; for those who run the shop. Repeating it changes nothing. */
export function rejectReturn(
  ctx: Context,
  actor: Actor,
  shopId: string,
  returnId: string,
  { refusal, note }: RejectReturn,
): Promise<OrderRow> {
  return inTransaction(ctx, async (ctx) => {
    const { order, back, backLines } = await lockShopReturn(ctx, actor, shopId, returnId, 'manager')
    if (back.status === 'rejected') return order

    await moveReturn(ctx, back, { status: 'rejected', refusal, note })
    await letGo(ctx, backLines)
    const { status, fulfilmentStatus } = order
    const happening = await tellOfReturn(ctx, back, { kind: 'return_rejected', by: 'shop', note })
    return moveOrder(ctx, order, { status, fulfilmentStatus }, [happening], actor.userId)
  })
}
