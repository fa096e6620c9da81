import { and, eq } from 'drizzle-orm'
import { orderGroups, orders } from '#db/schema'
import { maySeeMoney } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { ShopOrderDetail } from '#shared/contracts/orders'
import { explainEarnings } from './explain-earnings'
import { orderNotFound } from './orders-errors'
import { requireMemberOfShop } from './orders-locks'
import { presentShopOrder } from './present-order'
import { readOrders } from './read-orders'

/** An order as its shop's members see it; what it earns only as those see who run the shop. */
export async function getShopOrder(ctx: Context, actor: Actor, shopId: string, number: string): Promise<ShopOrderDetail> {
  const role = await requireMemberOfShop(ctx, actor, shopId)

  const [found] = await ctx.db
    .select({ id: orders.id, group: orderGroups })
    .from(orders)
    .innerJoin(orderGroups, eq(orderGroups.id, orders.groupId))
    .where(and(eq(orders.number, number), eq(orders.shopId, shopId)))
  const [whole] = found ? await readOrders(ctx, { orderId: found.id }) : []
  if (!found || !whole) throw orderNotFound()
  return presentShopOrder(whole, found.group, maySeeMoney(role) ? await explainEarnings(ctx, [whole.order]) : null)
}
