import { and, eq, inArray } from 'drizzle-orm'
import { orderEvents, orderNotes, orders } from '#db/schema'
import { readSettings } from '#server/domains/settings'
import type { Context } from '#server/platform/context'
import { collectRows, type RowCollection } from '#server/platform/database/collect-rows'
import { announceChange } from '#server/platform/realtime-bus/topics'
import {
  canMoveOrder,
  ORDER_STATUSES,
  type FulfilmentStatus,
  type OrderEventKind,
  type OrderStatus,
  type PaymentStatus,
} from '#shared/lifecycles/order'
import type { OrderRow } from './orders-locks'
import { groupNumberOf } from './order-number'

export interface Happening {
  id?: string
  kind: OrderEventKind
  details?: Record<string, unknown>
  /** What its doer writes to the other side; nothing where it is empty. */
  note?: { text: string; isBuyers: boolean }
}

/**
 * Takes a locked order further: its statuses, guarded by the lifecycle, what happened as entries of its timeline, and
 * word to those who watch its page. A status that it has already is no move.
 */
export async function moveOrder(
  ctx: Context,
  order: OrderRow,
  to: { status: OrderStatus; fulfilmentStatus: FulfilmentStatus; paymentStatus?: PaymentStatus },
  happenings: readonly Happening[],
  userId: string | null,
): Promise<OrderRow> {
  const from = ORDER_STATUSES.filter((status) => status === to.status || canMoveOrder(status, to.status))
  const [moved] = await ctx.db
    .update(orders)
    .set({ ...to, ...(to.status === 'completed' && order.status !== 'completed' && { releaseAt: await releaseMoment(ctx) }) })
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

const DAY_MS = 24 * 60 * 60 * 1000

/** When the earnings of an order that is completed now become the shop's to take. */
export const releaseMoment = async (ctx: Context): Promise<Date> =>
  new Date(ctx.now.getTime() + (await readSettings(ctx)).releaseDays * DAY_MS)

type OrderHappening = Happening & { orderId: string; userId: string | null }

/** Entries of the timelines of one or more orders. */
export async function recordEvents(ctx: Context, events: readonly OrderHappening[]): Promise<void> {
  const rows = collectRows()
  addEvents(ctx, events, rows)
  await rows.write(ctx)
}

/** The same, to be written with other rows. */
export function addEvents(ctx: Context, events: readonly OrderHappening[], rows: RowCollection): void {
  const named = events.map(({ id = ctx.newId(), details = {}, ...event }) => ({ ...event, id, details }))
  rows.add(
    orderEvents,
    named.map(({ id, orderId, kind, details, userId }) => ({ id, orderId, kind, details, userId, at: ctx.now })),
  )
  rows.add(
    orderNotes,
    named.flatMap(({ id, orderId, note }) => (note?.text ? [{ eventId: id, orderId, ...note }] : [])),
  )
}
