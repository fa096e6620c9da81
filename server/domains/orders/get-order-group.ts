import { eq } from 'drizzle-orm'
import { orderGroups } from '#db/schema'
import { moneyOfOrders } from '#server/domains/ledger'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { OrderGroupView } from '#shared/contracts/orders'
import { orderNotFound } from './orders-errors'
import type { OrderGroupRow } from './orders-locks'
import { mayReadOrderGroup } from './orders-policy'
import { presentOrderGroup } from './present-order'
import { readOrders } from './read-orders'

/** An order group for its buyer, or for whoever holds the key of its link. To everybody else there is none. */
export async function getOrderGroup(ctx: Context, actor: Actor, number: string, key: string | null): Promise<OrderGroupView> {
  const group = await findReadableGroup(ctx, actor, number, key)
  if (!group) throw orderNotFound()
  const orders = await readOrders(ctx, { groupId: group.id })
  return presentOrderGroup(
    group,
    orders,
    await moneyOfOrders(
      ctx,
      orders.map(({ order }) => order.id),
    ),
  )
}

export async function findReadableGroup(ctx: Context, actor: Actor, number: string, key: string | null): Promise<OrderGroupRow | null> {
  const [group] = await ctx.db.select().from(orderGroups).where(eq(orderGroups.number, number))
  return group && mayReadOrderGroup(ctx.config, actor, group, key) ? group : null
}
