import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { canWithdraw } from '#shared/lifecycles/return'
import { letGo } from './claim-pieces'
import { moveOrder } from './move-order'
import { moveReturn, tellOfReturn } from './move-return'
import { returnCannotBecome } from './orders-errors'
import type { OrderRow } from './orders-locks'
import { lockBuyersReturn } from './returns-locks'

/** The buyer keeps it after all, before anything is on its way. Repeating it changes nothing. */
export function withdrawReturn(
  ctx: Context,
  actor: Actor,
  number: string,
  { returnId, access }: { returnId: string; access: string | null },
): Promise<OrderRow> {
  return inTransaction(ctx, async (ctx) => {
    const { order, back, backLines } = await lockBuyersReturn(ctx, actor, number, returnId, access)
    if (back.status === 'closed') return order
    if (!canWithdraw(back)) throw returnCannotBecome(back.status, 'closed')

    await moveReturn(ctx, back, { status: 'closed' })
    await letGo(ctx, backLines)
    const { status, fulfilmentStatus } = order
    const happening = await tellOfReturn(ctx, back, { kind: 'return_withdrawn', by: 'buyer' })
    return moveOrder(ctx, order, { status, fulfilmentStatus }, [happening], actor.userId)
  })
}
