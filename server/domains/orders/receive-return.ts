import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { canReceive } from '#shared/lifecycles/return'
import { moveOrder } from './move-order'
import { moveReturn, tellOfReturn, type ReturnSide } from './move-return'
import { reasonNeeded, returnCannotBecome } from './orders-errors'
import type { OrderRow } from './orders-locks'
import { lockAnyReturn, lockShopReturn, type LockedReturn } from './returns-locks'

/** It has come to the shop, also where nobody said that it was sent; for the shop's members. Repeating it changes nothing. */
export function receiveShopReturn(ctx: Context, actor: Actor, shopId: string, returnId: string): Promise<OrderRow> {
  return inTransaction(ctx, async (ctx) =>
    receive(ctx, actor, await lockShopReturn(ctx, actor, shopId, returnId, 'staff'), { by: 'shop', note: '' }),
  )
}

/** The same for an admin, where the shop does not say so; who has to say why. */
export function receiveAnyReturn(ctx: Context, actor: Actor, number: string, returnId: string, note: string): Promise<OrderRow> {
  return inTransaction(ctx, async (ctx) => {
    const found = await lockAnyReturn(ctx, actor, number, returnId)
    if (!note) throw reasonNeeded()
    if (found.back.status === 'received') return found.order

    const order = await receive(ctx, actor, found, { by: 'marketplace', note })
    await recordAudit(ctx, actor, {
      action: 'orders.return_received',
      subject: { type: 'order', id: order.id },
      shopId: order.shopId,
      details: { number: found.back.number, note },
    })
    return order
  })
}

async function receive(
  ctx: Context,
  actor: Actor,
  { order, back }: LockedReturn,
  { by, note }: { by: ReturnSide; note: string },
): Promise<OrderRow> {
  if (back.status === 'received') return order
  if (!canReceive(back)) throw returnCannotBecome(back.status, 'received')

  await moveReturn(ctx, back, { status: 'received' })
  const { status, fulfilmentStatus } = order
  const happening = await tellOfReturn(ctx, back, { kind: 'return_received', by, note })
  return moveOrder(ctx, order, { status, fulfilmentStatus }, [happening], actor.userId)
}
