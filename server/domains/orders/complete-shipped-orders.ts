import { eq, sql } from 'drizzle-orm'
import { orders } from '#db/schema'
import { readSettings } from '#server/domains/settings'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { canMoveOrder } from '#shared/lifecycles/order'
import { moveOrder } from './move-order'

const AT_MOST = 500

/** Parcels that did not get there, for which nothing was sent again, with pieces whose money has not gone back: somebody has to. */
const isTroubled = sql`(o.payment_status not in ('refunded', 'charged_back') and exists (
  select from shipments parcel
  join shipment_lines packed on packed.shipment_id = parcel.id
  join order_lines line on line.id = packed.order_line_id
  where parcel.order_id = o.id and parcel.status in ('lost', 'returned_to_sender') and parcel.resent_at is null
  group by line.id having sum(packed.quantity) > line.refunded_quantity
))`

/**
 * Completes orders that left long enough ago, where nobody said that they arrived. One with a parcel that is known to be lost
 * waits until that is settled. Safe on any number of nodes at once.
 */
export async function completeShippedOrders(ctx: Context): Promise<void> {
  const { completeDays } = await readSettings(ctx)
  const due = await ctx.db.execute<{ id: string }>(sql`
    select o.id from orders o
    where o.status = 'processing' and o.fulfilment_status = 'shipped'
      and o.placed_at <= ${ctx.now.toISOString()}::timestamptz - make_interval(days => ${completeDays})
      and not ${isTroubled}
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
    const [troubled] = await ctx.db.execute(sql`select o.id from orders o where o.id = ${orderId} and ${isTroubled}`)
    if (troubled || !order || !canMoveOrder(order.status, 'completed') || order.fulfilmentStatus !== 'shipped') return

    await moveOrder(ctx, order, { status: 'completed', fulfilmentStatus: order.fulfilmentStatus }, [{ kind: 'completed' }], null)
  })
