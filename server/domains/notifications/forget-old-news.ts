import { lt } from 'drizzle-orm'
import { notifications } from '#db/schema'
import type { Context } from '#server/platform/context'
import { NEWS_KEPT_DAYS } from '#shared/lifecycles/news'

const DAY_MS = 24 * 60 * 60 * 1000

/** Forgets news that nobody looks for any more. */
export async function forgetOldNews(ctx: Context): Promise<void> {
  await ctx.db.delete(notifications).where(lt(notifications.createdAt, new Date(ctx.now.getTime() - NEWS_KEPT_DAYS * DAY_MS)))
}
