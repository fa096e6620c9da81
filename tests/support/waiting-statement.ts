import { sql, type SQL } from 'drizzle-orm'
import { vi } from 'vitest'
import type { Context } from '#server/platform/context'

/** While rows are held, what work begun meanwhile waits for them with: the text of its statement. */
export async function waitingStatement(ctx: Context, held: SQL, work: () => Promise<unknown>): Promise<string> {
  let begun: Promise<unknown> = Promise.resolve()
  const statement = await ctx.db.transaction(async (tx) => {
    await tx.execute(held)
    begun = work()
    begun.catch(() => {})
    return vi.waitFor(
      async () => {
        const [waiting] = await ctx.db.execute<{ query: string }>(sql`
          select query from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' order by query_start limit 1`)
        if (!waiting) throw new Error('nobody waits')
        return waiting.query
      },
      { timeout: 5_000, interval: 20 },
    )
  })
  await begun
  return statement
}
