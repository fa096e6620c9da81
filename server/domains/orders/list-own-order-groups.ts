import { and, desc, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { orderGroups } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { cutPage, decodeCursor, momentKeySchema } from '#server/platform/database/keyset'
import { idSchema } from '#shared/contracts/common'
import type { OrderGroupListItem } from '#shared/contracts/orders'
import { ordersOfGroup, type ListedOrder } from './orders-of-group'

const PAGE = 20
const PICTURES = 4

/** The buyer's own order groups, newest first, in one query. */
export async function listOwnOrderGroups(
  ctx: Context,
  actor: Actor,
  query: { cursor?: string },
): Promise<{ items: OrderGroupListItem[]; nextCursor: string | null }> {
  if (!actor.userId) return { items: [], nextCursor: null }

  const after = query.cursor ? decodeCursor(query.cursor, z.tuple([momentKeySchema, idSchema])) : null
  const rows = await ctx.db
    .select({
      group: orderGroups,
      orders: ordersOfGroup,
      pieceCount: sql<number>`(select coalesce(sum(line.quantity), 0)::int from order_lines line join orders o on o.id = line.order_id where o.group_id = order_groups.id)`,
      imageUrls: sql<string[]>`(
        select coalesce(json_agg(shown.image_url), '[]') from (
          select line.image_url from order_lines line join orders o on o.id = line.order_id
          where o.group_id = order_groups.id and line.image_url is not null order by o.number, line.position limit ${PICTURES}
        ) shown
      )`,
    })
    .from(orderGroups)
    .where(
      and(
        eq(orderGroups.userId, actor.userId),
        after ? sql`(${orderGroups.placedAt}, ${orderGroups.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(orderGroups.placedAt), desc(orderGroups.id))
    .limit(PAGE + 1)

  const page = cutPage(rows, PAGE, ({ group }) => [group.placedAt.toISOString(), group.id])
  return { nextCursor: page.nextCursor, items: page.items.map(presentListed) }
}

const presentListed = (row: {
  group: typeof orderGroups.$inferSelect
  orders: ListedOrder[]
  pieceCount: number
  imageUrls: string[]
}) => ({
  number: row.group.number,
  placedAt: row.group.placedAt.toISOString(),
  pieceCount: row.pieceCount,
  imageUrls: row.imageUrls,
  orders: row.orders,
  totalMinor: row.group.totalMinor,
  currency: row.group.currency,
})
