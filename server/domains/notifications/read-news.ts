import { and, eq, inArray, isNull } from 'drizzle-orm'
import { notifications } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { announceChange } from '#server/platform/realtime-bus/topics'
import type { ReadNews } from '#shared/contracts/news'
import { countNews } from './list-news'
import { notSignedIn } from './notifications-errors'

/** Marks one's own news as read, those named or all; answers with how much is left. Another person's are passed over. */
export function readNews(ctx: Context, actor: Actor, { ids }: ReadNews): Promise<number> {
  const { userId } = actor
  if (!userId) throw notSignedIn()
  return inTransaction(ctx, async (ctx) => {
    const read = await ctx.db
      .update(notifications)
      .set({ readAt: ctx.now })
      .where(and(eq(notifications.userId, userId), isNull(notifications.readAt), ids ? inArray(notifications.id, ids) : undefined))
      .returning({ id: notifications.id })
    if (read.length > 0) await announceChange(ctx, `person:${userId}`)
    return countNews(ctx, userId)
  })
}
