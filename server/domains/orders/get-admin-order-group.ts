import { eq, inArray, sql } from 'drizzle-orm'
import { commissionLines, orderGroups, payments } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { AdminOrderGroup } from '#shared/contracts/orders'
import { orderNotFound } from './orders-errors'
import { mayListEverything } from './orders-policy'
import { presentAdminOrderGroup } from './present-order'
import { readOrders } from './read-orders'

/** Everything about an order group, for admins. */
export async function getAdminOrderGroup(ctx: Context, actor: Actor, number: string): Promise<AdminOrderGroup> {
  const [found] = mayListEverything(actor)
    ? await ctx.db
        .select({ group: orderGroups, payment: payments })
        .from(orderGroups)
        .innerJoin(payments, eq(payments.checkoutId, orderGroups.checkoutId))
        .where(eq(orderGroups.number, number))
    : []
  if (!found) throw orderNotFound()

  const orders = await readOrders(ctx, { groupId: found.group.id })
  return presentAdminOrderGroup(
    found.group,
    found.payment,
    orders,
    await commissionOf(
      ctx,
      orders.map(({ order }) => order.id),
    ),
  )
}

/** What the marketplace keeps of each order. */
async function commissionOf(ctx: Context, orderIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await ctx.db
    .select({ orderId: commissionLines.orderId, amountMinor: sql<number>`sum(${commissionLines.amountMinor})::bigint`.mapWith(Number) })
    .from(commissionLines)
    .where(inArray(commissionLines.orderId, [...orderIds]))
    .groupBy(commissionLines.orderId)
  return new Map(rows.map(({ orderId, amountMinor }) => [orderId, amountMinor]))
}
