import { and, asc, eq } from 'drizzle-orm'
import { orderGroups, orderLines, orders } from '#db/schema'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { DomainError } from '#server/platform/errors'
import type { ShopRole } from '#shared/lifecycles/shop'
import { orderNotFound } from './orders-errors'

export type OrderGroupRow = typeof orderGroups.$inferSelect
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

/** An order that nobody else changes until the transaction ends, with its lines. */
export interface LockedOrder {
  order: OrderRow
  lines: OrderLineRow[]
}

/** The shop's order, locked. */
export async function lockShopOrder(ctx: Context, shopId: string, number: string): Promise<LockedOrder | null> {
  const [order] = await ctx.db
    .select()
    .from(orders)
    .where(and(eq(orders.number, number), eq(orders.shopId, shopId)))
    .for('update')
  return order ? { order, lines: await linesOf(ctx, order) } : null
}

/** Any shop's order, locked, with the group that it belongs to. */
export async function lockOrder(ctx: Context, number: string): Promise<(LockedOrder & { group: OrderGroupRow }) | null> {
  const [found] = await ctx.db
    .select({ order: orders, group: orderGroups })
    .from(orders)
    .innerJoin(orderGroups, eq(orderGroups.id, orders.groupId))
    .where(eq(orders.number, number))
    .for('update', { of: orders })
  return found ? { ...found, lines: await linesOf(ctx, found.order) } : null
}

const linesOf = (ctx: Context, order: OrderRow): Promise<OrderLineRow[]> =>
  ctx.db.select().from(orderLines).where(eq(orderLines.orderId, order.id)).orderBy(asc(orderLines.position))
