import { and, desc, isNotNull } from 'drizzle-orm'
import { balanceReads } from '#db/schema'
import type { Context } from '#server/platform/context'

/** How many differences were open when the provider's book was read last; null before the first time. For metrics. */
export async function lastOpenCount(ctx: Context): Promise<number | null> {
  const [read] = await ctx.db
    .select({ openCount: balanceReads.openCount })
    .from(balanceReads)
    .where(and(isNotNull(balanceReads.finishedAt), isNotNull(balanceReads.openCount)))
    .orderBy(desc(balanceReads.finishedAt))
    .limit(1)
  return read?.openCount ?? null
}
