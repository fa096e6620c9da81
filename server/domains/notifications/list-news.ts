import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { notifications, orderGroups, orders, shops } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { cutPage, decodeCursor, momentKeySchema } from '#server/platform/database/keyset'
import { idSchema } from '#shared/contracts/common'
import type { News } from '#shared/contracts/news'
import { NEWS_COUNT_MOST } from '#shared/lifecycles/news'
import { notSignedIn } from './notifications-errors'

const PAGE = 25

/** One's own news, newest first. */
export async function listNews(
  ctx: Context,
  actor: Actor,
  query: { cursor?: string },
): Promise<{ items: News[]; nextCursor: string | null }> {
  if (!actor.userId) throw notSignedIn()

  const after = query.cursor ? decodeCursor(query.cursor, z.tuple([momentKeySchema, idSchema])) : null
  const rows = await ctx.db
    .select({
      news: notifications,
      groupNumber: orderGroups.number,
      currency: orderGroups.currency,
      orderNumber: orders.number,
      shopName: shops.name,
      shopSlug: shops.slug,
    })
    .from(notifications)
    .innerJoin(orderGroups, eq(orderGroups.id, notifications.groupId))
    .leftJoin(orders, eq(orders.id, notifications.orderId))
    .leftJoin(shops, eq(shops.id, orders.shopId))
    .where(
      and(
        eq(notifications.userId, actor.userId),
        after ? sql`(${notifications.createdAt}, ${notifications.id}) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : undefined,
      ),
    )
    .orderBy(desc(notifications.createdAt), desc(notifications.id))
    .limit(PAGE + 1)

  const page = cutPage(rows, PAGE, ({ news }) => [news.createdAt.toISOString(), news.id])
  return {
    nextCursor: page.nextCursor,
    items: page.items.map(({ news, groupNumber, currency, orderNumber, shopName, shopSlug }) => ({
      id: news.id,
      kind: news.kind,
      at: news.createdAt.toISOString(),
      readAt: news.readAt?.toISOString() ?? null,
      groupNumber,
      order: orderNumber !== null && shopName !== null && shopSlug !== null ? { number: orderNumber, shopName, shopSlug } : null,
      amountMinor: news.amountMinor,
      currency,
    })),
  }
}

/** How much of it is unread; more than can be shown is not counted. */
export async function countNews(ctx: Context, userId: string): Promise<number> {
  const unread = ctx.db
    .select({ id: notifications.id })
    .from(notifications)
    .where(and(eq(notifications.userId, userId), isNull(notifications.readAt)))
    .limit(NEWS_COUNT_MOST + 1)
    .as('unread')
  const [row] = await ctx.db.select({ count: sql<number>`count(*)::int` }).from(unread)
  return row!.count
}
