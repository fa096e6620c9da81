import { sql } from 'drizzle-orm'
import type { Context } from '#server/platform/context'
import { refreshListings } from './refresh-listings'
import { wrongListings } from './stale-listings'

const BATCH = 500

/** Sets right what the read model is wrong about, as of an upgrade or of a mistake. Answers how many products that were. */
export async function repairListings(ctx: Context): Promise<number> {
  let repaired = 0
  for await (const ids of wrongListings(ctx)) {
    for (let start = 0; start < ids.length; start += BATCH) await refreshListings(ctx, ids.slice(start, start + BATCH))
    repaired += ids.length
  }
  return repaired
}

/**
 * Makes every row of the read model anew, a few hundred in a transaction: whoever searches meanwhile finds each product by
 * its old row or its new one. Reports how many are done.
 */
export async function rebuildListings(ctx: Context, report: (done: number) => void = () => {}): Promise<number> {
  let [done, last]: [number, string | null] = [0, null]
  do {
    const rows: { id: string }[] = await ctx.db.execute<{ id: string }>(sql`
      select id from products where status = 'live' ${last ? sql`and id > ${last}::uuid` : sql``} order by id limit ${BATCH}`)
    await refreshListings(
      ctx,
      rows.map(({ id }) => id),
      { anew: true },
    )
    done += rows.length
    report(done)
    last = rows.length === BATCH ? rows.at(-1)!.id : null
  } while (last)

  // Rows of products that are live no more were not among them.
  for await (const ids of wrongListings(ctx)) await refreshListings(ctx, ids)
  return done
}
