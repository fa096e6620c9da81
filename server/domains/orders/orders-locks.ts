import { and, asc, eq } from 'drizzle-orm'
import { orderLines, orders } from '#db/schema'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { DomainError } from '#server/platform/errors'
import type { ShopRole } from '#shared/lifecycles/shop'
import { orderNotFound } from './orders-errors'

export type OrderRow = typeof orders.$inferSelect
export type OrderLineRow = typeof orderLines.$inferSelect

/** What the actor is in the shop whose orders these are; strangers find neither. */
export async function requireMemberOfShop(ctx: Context, actor: Actor, shopId: string): Promise<ShopRole> {
  try {
    return await requireMember(ctx, actor, shopId)
  } catch (error) {
    throw error instanceof DomainError && error.kind === 'not_found' ? orderNotFound() : error
  }
}

/** The shop's order, locked until the transaction ends, with its lines. */
export async function lockShopOrder(
  ctx: Context,
  shopId: string,
  number: string,
): Promise<{ order: OrderRow; lines: OrderLineRow[] } | null> {
  const [order] = await ctx.db
    .select()
    .from(orders)
    .where(and(eq(orders.number, number), eq(orders.shopId, shopId)))
    .for('update')
  if (!order) return null
  const lines = await ctx.db.select().from(orderLines).where(eq(orderLines.orderId, order.id)).orderBy(asc(orderLines.position))
  return { order, lines }
}
