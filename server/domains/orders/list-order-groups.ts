import { and, desc, eq, sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { orderGroups, users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { cutPage, decodeCursor, momentKeySchema } from '#server/platform/database/keyset'
import { idSchema } from '#shared/contracts/common'
import type { AdminOrderListItem, AdminOrderListQuery } from '#shared/contracts/orders'
import { ordersNotYours } from './orders-errors'
import { ordersOfGroup } from './orders-of-group'
import { mayListEverything } from './orders-policy'

const PAGE = 25

/** All order groups, newest first; found by the beginning of a number or of an address. For admins. */
export async function listOrderGroups(
  ctx: Context,
  actor: Actor,
  query: AdminOrderListQuery,
): Promise<{ items: AdminOrderListItem[]; nextCursor: string | null }> {
  if (!mayListEverything(actor)) throw ordersNotYours()

  const after = query.cursor ? decodeCursor(query.cursor, z.tuple([momentKeySchema, idSchema])) : null
  const rows = await ctx.db
    .select({ group: orderGroups, buyerName: users.name, orders: ordersOfGroup })
    .from(orderGroups)
    .leftJoin(users, eq(users.id, orderGroups.userId))
    .where(
      and(
        query.q ? beginsWith(query.q) : undefined,
        after ? sql`(${orderGroups.placedAt}, ${orderGroups.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(orderGroups.placedAt), desc(orderGroups.id))
    .limit(PAGE + 1)

  const page = cutPage(rows, PAGE, ({ group }) => [group.placedAt.toISOString(), group.id])
  return {
    nextCursor: page.nextCursor,
    items: page.items.map(({ group, buyerName, orders }) => ({
      number: group.number,
      placedAt: group.placedAt.toISOString(),
      email: group.email,
      buyerName: buyerName ?? group.shippingAddress.name,
      orders,
      totalMinor: group.totalMinor,
      currency: group.currency,
    })),
  }
}

/** Of a number, also of one of its orders, or of an address; answered by an index of beginnings. */
function beginsWith(text: string): SQL {
  const number = text.toUpperCase().replace(/^(S-[^-]*-[^-]*)-.*$/, '$1')
  return sql`(${orderGroups.number} like ${pattern(number)} or lower(${orderGroups.email}) like ${pattern(text.toLowerCase())})`
}

/** `LIKE` for a beginning, with its own signs taken literally. */
export const pattern = (beginning: string) => `${beginning.replace(/[\\%_]/g, '\\$&')}%`
