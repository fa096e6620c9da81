import { and, desc, eq, or, sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { orderGroups, orders, returnLines, returns, shops } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { cutPage, decodeCursor, momentKeySchema } from '#server/platform/database/keyset'
import { idSchema } from '#shared/contracts/common'
import type { ReturnListItem, ReturnListQuery, ReturnListView } from '#shared/contracts/returns'
import { ordersNotYours } from './orders-errors'
import { requireMemberOfShop } from './orders-locks'
import { mayListEverything } from './orders-policy'

const PAGE = 25

interface ReturnPage {
  items: ReturnListItem[]
  nextCursor: string | null
}

/** The returns of a shop, the newest first, for its members. */
export async function listShopReturns(ctx: Context, actor: Actor, shopId: string, query: ReturnListQuery): Promise<ReturnPage> {
  await requireMemberOfShop(ctx, actor, shopId)
  return listReturns(ctx, eq(returns.shopId, shopId), query)
}

/** The returns of all shops, for admins. */
export async function listAllReturns(ctx: Context, actor: Actor, query: ReturnListQuery): Promise<ReturnPage> {
  if (!mayListEverything(actor)) throw ordersNotYours()
  return listReturns(ctx, undefined, query)
}

/** What a shop has to do something about; the same as `waitsForShop`. */
export const waitsForShopSql = or(
  sql`${returns.status} in ('requested', 'in_transit', 'received')`,
  and(eq(returns.status, 'approved'), eq(returns.handling, 'keep')),
)!

const conditionOf = (view: ReturnListView): SQL | undefined => {
  if (view === 'all') return undefined
  return view === 'waiting' ? waitsForShopSql : eq(returns.status, view)
}

async function listReturns(ctx: Context, of: SQL | undefined, { view, cursor }: ReturnListQuery): Promise<ReturnPage> {
  const after = cursor ? decodeCursor(cursor, z.tuple([momentKeySchema, idSchema])) : null
  const rows = await ctx.db
    .select({
      back: returns,
      order: { number: orders.number, currency: orders.currency },
      group: { number: orderGroups.number, address: orderGroups.shippingAddress },
      shopName: shops.name,
      pieceCount: sql<number>`(select coalesce(sum(${returnLines.quantity}), 0)::int from ${returnLines} where ${returnLines.returnId} = ${returns.id})`,
    })
    .from(returns)
    .innerJoin(orders, eq(orders.id, returns.orderId))
    .innerJoin(orderGroups, eq(orderGroups.id, orders.groupId))
    .innerJoin(shops, eq(shops.id, returns.shopId))
    .where(
      and(
        of,
        conditionOf(view),
        after ? sql`(${returns.requestedAt}, ${returns.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(returns.requestedAt), desc(returns.id))
    .limit(PAGE + 1)

  const page = cutPage(rows, PAGE, ({ back }) => [back.requestedAt.toISOString(), back.id])
  return {
    nextCursor: page.nextCursor,
    items: page.items.map(({ back, order, group, shopName, pieceCount }) => ({
      id: back.id,
      number: back.number,
      orderNumber: order.number,
      groupNumber: group.number,
      shopName,
      buyerName: group.address.name,
      status: back.status,
      handling: back.handling,
      reason: back.reason,
      pieceCount,
      refundedMinor: back.refundedMinor,
      currency: order.currency,
      requestedAt: back.requestedAt.toISOString(),
    })),
  }
}
