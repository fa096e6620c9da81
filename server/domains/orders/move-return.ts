import { and, eq, inArray } from 'drizzle-orm'
import { returns } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { OrderEventKind } from '#shared/lifecycles/order'
import { canMoveReturn, RETURN_STATUSES, type ReturnStatus } from '#shared/lifecycles/return'
import type { Happening } from './move-order'
import { returnCannotBecome } from './orders-errors'
import type { ReturnRow } from './returns-locks'

/** Takes a return of a locked order further, guarded by its lifecycle. Throws `orders.return_status_conflict`. */
export async function moveReturn(
  ctx: Context,
  back: ReturnRow,
  to: { status: ReturnStatus } & Partial<typeof returns.$inferInsert>,
): Promise<void> {
  const from = RETURN_STATUSES.filter((status) => canMoveReturn(status, to.status))
  const moved = await ctx.db
    .update(returns)
    .set({ ...to, movedAt: ctx.now, remindedAt: null })
    .where(and(eq(returns.id, back.id), inArray(returns.status, from)))
    .returning({ id: returns.id })
  if (moved.length === 0) throw returnCannotBecome(back.status, to.status)
}

/** Who took a step of a return. */
export type ReturnSide = 'buyer' | 'shop' | 'marketplace'

/** A step of a return as an entry of its order's timeline, and word of it to those who get a mail. */
export async function tellOfReturn(
  ctx: Context,
  back: Pick<ReturnRow, 'id' | 'orderId'>,
  step: { kind: OrderEventKind; by: ReturnSide; note?: string },
): Promise<Happening> {
  const eventId = ctx.newId()
  await ctx.queue.publish(ctx.db, 'return.moved', { orderId: back.orderId, returnId: back.id, eventId })
  return {
    id: eventId,
    kind: step.kind,
    details: { returnId: back.id, by: step.by },
    ...(step.note && { note: { text: step.note, isBuyers: step.by === 'buyer' } }),
  }
}
