import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { SendReturn } from '#shared/contracts/returns'
import { canSendBack } from '#shared/lifecycles/return'
import { moveOrder } from './move-order'
import { moveReturn, tellOfReturn } from './move-return'
import { returnCannotBecome } from './orders-errors'
import type { OrderRow } from './orders-locks'
import { lockBuyersReturn } from './returns-locks'

/** The buyer has sent it back, with a number to follow it by or without. Repeating it changes nothing. */
export function sendReturn(
  ctx: Context,
  actor: Actor,
  number: string,
  { returnId, access }: { returnId: string; access: string | null },
  { carrier, trackingNumber }: SendReturn,
): Promise<OrderRow> {
  return inTransaction(ctx, async (ctx) => {
    const { order, back } = await lockBuyersReturn(ctx, actor, number, returnId, access)
    if (back.status === 'in_transit' && back.carrier === carrier && back.trackingNumber === trackingNumber) return order
    if (!canSendBack(back)) throw returnCannotBecome(back.status, 'in_transit')

    await moveReturn(ctx, back, { status: 'in_transit', carrier, trackingNumber })
    const { status, fulfilmentStatus } = order
    const happening = await tellOfReturn(ctx, back, { kind: 'return_sent', by: 'buyer' })
    return moveOrder(ctx, order, { status, fulfilmentStatus }, [happening], actor.userId)
  })
}
