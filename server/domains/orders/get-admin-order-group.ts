import { eq } from 'drizzle-orm'
import { orderGroups, payments } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { AdminOrderGroup } from '#shared/contracts/orders'
import { explainEarnings } from './explain-earnings'
import { orderNotFound } from './orders-errors'
import { mayListEverything } from './orders-policy'
import { presentAdminOrderGroup } from './present-order'
import { providerFeesOf } from './provider-fees'
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
    { ...found.payment, feesMinor: await providerFeesOf(ctx, found.payment.id) },
    orders,
    await explainEarnings(
      ctx,
      orders.map(({ order }) => order),
    ),
  )
}
