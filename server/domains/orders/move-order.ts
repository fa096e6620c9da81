import { and, eq, inArray } from 'drizzle-orm'
import { orderEvents, orders } from '#db/schema'
import type { Context } from '#server/platform/context'
import { announceChange } from '#server/platform/realtime-bus/topics'
import { canMoveOrder, ORDER_STATUSES, type FulfilmentStatus, type OrderEventKind, type OrderStatus } from '#shared/lifecycles/order'
import type { OrderRow } from './orders-locks'
import { groupNumberOf } from './order-number'

interface Happening {
  kind: OrderEventKind
  details?: Record<string, unknown>
}

/**
 * Takes a locked order further: its statuses, guarded by the lifecycle, what happened as entries of its timeline, and
 * word to those who watch its page. A status that it has already is no move.
 */
export async function moveOrder(
  ctx: Context,
  order: OrderRow,
  to: { status: OrderStatus; fulfilmentStatus: FulfilmentStatus },
  happenings: readonly Happening[],
  userId: string | null,
): Promise<OrderRow> {
  const from = ORDER_STATUSES.filter((status) => status === to.status || canMoveOrder(status, to.status))
  const [moved] = await ctx.db
    .update(orders)
    .set(to)
    .where(and(eq(orders.id, order.id), inArray(orders.status, from)))
    .returning()
  if (!moved) throw new Error(`order ${order.number} cannot move from ${order.status} to ${to.status}`)

  await recordEvents(
    ctx,
    happenings.map((happening) => ({ ...happening, orderId: order.id, userId })),
  )
  await announceChange(ctx, `order-group:${groupNumberOf(order.number)}`)
  return moved
}

/** Entries of the timelines of one or more orders. */
export async function recordEvents(
  ctx: Context,
  events: readonly (Happening & { orderId: string; userId: string | null })[],
): Promise<void> {
  if (events.length === 0) return
  await ctx.db
    .insert(orderEvents)
    .values(events.map(({ orderId, kind, details = {}, userId }) => ({ id: ctx.newId(), orderId, kind, details, userId, at: ctx.now })))
}
