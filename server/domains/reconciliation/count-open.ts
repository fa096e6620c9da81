import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { isOpen, lookedBack, differingItems } from './reconciled-items'

/** How many differences are open, and what those come to that are under way, in one currency or in all. */
export async function countOpen(ctx: Context, currency?: string): Promise<{ openCount: number; underWayMinor: number }> {
  const [row] = await ctx.db.execute<{ count: number; minor: string }>(sql`
    select count(*) filter (where ${isOpen})::int as count,
      coalesce(sum(coalesce(theirs, 0) - coalesce(ours, 0)) filter (where state = 'under_way'), 0) as minor
    from (${differingItems(ctx.now, { ...lookedBack(ctx.now), currency })}) item`)
  return { openCount: row!.count, underWayMinor: Number(row!.minor) }
}
