import { eq, sql } from 'drizzle-orm'
import { orders } from '#db/schema'
import { readSettings } from '#server/domains/settings'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { canMoveOrder } from '#shared/lifecycles/order'
import { moveOrder } from './move-order'

const AT_MOST = 500

/** Completes orders that left long enough ago, where nobody said that they arrived. Safe on any number of nodes at once. */
export async function completeShippedOrders(ctx: Context): Promise<void> {
  const { completeDays } = await readSettings(ctx)
  const due = await ctx.db.execute<{ id: string }>(sql`
    select o.id from orders o
    where o.status = 'processing' and o.fulfilment_status = 'shipped'
      and o.placed_at <= ${ctx.now.toISOString()}::timestamptz - make_interval(days => ${completeDays})
      and not exists (
        select from shipments parcel
        where parcel.order_id = o.id and parcel.shipped_at > ${ctx.now.toISOString()}::timestamptz - make_interval(days => ${completeDays})
      )
    order by o.placed_at limit ${AT_MOST}`)
  for (const { id } of due)
    await completeOrder(ctx, id).catch((error) => ctx.log.error({ error, orderId: id }, 'an order could not be completed'))
}

const completeOrder = (ctx: Context, orderId: string): Promise<void> =>
  inTransaction(ctx, async (ctx) => {
    const [order] = await ctx.db.select().from(orders).where(eq(orders.id, orderId)).for('update')
    if (!order || !canMoveOrder(order.status, 'completed') || order.fulfilmentStatus !== 'shipped') return

    await moveOrder(ctx, order, { status: 'completed', fulfilmentStatus: order.fulfilmentStatus }, [{ kind: 'completed' }], null)
  })
