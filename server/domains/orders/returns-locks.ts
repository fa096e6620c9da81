import { and, asc, eq, inArray } from 'drizzle-orm'
import { orders, returnLines, returns } from '#db/schema'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { ShopRole } from '#shared/lifecycles/shop'
import { returnNotFound } from './orders-errors'
import { lockOrder, requireMemberOfShop, type LockedOrder, type OrderGroupRow } from './orders-locks'
import { isBuyerOf, mayChangeOrders } from './orders-policy'

export type ReturnRow = typeof returns.$inferSelect
export type ReturnLineRow = typeof returnLines.$inferSelect

/** A return whose order nobody else changes until the transaction ends, and with it no return of that order. */
export interface LockedReturn extends LockedOrder {
  group: OrderGroupRow
  back: ReturnRow
  backLines: ReturnLineRow[]
}

/** For its buyer, signed in or by the key of their link. */
export async function lockBuyersReturn(
  ctx: Context,
  actor: Actor,
  number: string,
  returnId: string,
  key: string | null,
): Promise<LockedReturn> {
  const found = await lockReturn(ctx, number, returnId)
  if (!found || !isBuyerOf(ctx.config, actor, found.group, key)) throw returnNotFound()
  return found
}

/** For members of its shop with this role. */
export async function lockShopReturn(ctx: Context, actor: Actor, shopId: string, returnId: string, role: ShopRole): Promise<LockedReturn> {
  await requireMemberOfShop(ctx, actor, shopId)
  await requireMember(ctx, actor, shopId, role)
  const [known] = await ctx.db
    .select({ number: orders.number })
    .from(returns)
    .innerJoin(orders, eq(orders.id, returns.orderId))
    .where(and(eq(returns.id, returnId), eq(returns.shopId, shopId)))
  const found = known ? await lockReturn(ctx, known.number, returnId) : null
  if (!found) throw returnNotFound()
  return found
}

/** For admins. */
export async function lockAnyReturn(ctx: Context, actor: Actor, number: string, returnId: string): Promise<LockedReturn> {
  const found = mayChangeOrders(actor) ? await lockReturn(ctx, number, returnId) : null
  if (!found) throw returnNotFound()
  return found
}

export async function lockReturn(ctx: Context, number: string, returnId: string): Promise<LockedReturn | null> {
  const found = await lockOrder(ctx, number)
  if (!found) return null
  const [back] = await ctx.db
    .select()
    .from(returns)
    .where(and(eq(returns.id, returnId), eq(returns.orderId, found.order.id)))
  return back ? { ...found, back, backLines: await linesOfReturns(ctx, [back.id]) } : null
}

export const linesOfReturns = (ctx: Context, returnIds: readonly string[]): Promise<ReturnLineRow[]> =>
  returnIds.length === 0
    ? Promise.resolve([])
    : ctx.db
        .select()
        .from(returnLines)
        .where(inArray(returnLines.returnId, [...returnIds]))
        .orderBy(asc(returnLines.id))
