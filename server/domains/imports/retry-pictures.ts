import { sql } from 'drizzle-orm'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { importCannotBecome } from './imports-errors'
import { ownImport } from './imports-locks'
import { BRING_PICTURES } from './picture-limits'

/** Has every picture of an import that could not be brought tried again, from now on and as often as at first. */
export function retryPictures(ctx: Context, actor: Actor, shopId: string, importId: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const row = await ownImport(ctx, actor, shopId, importId)
    if (row.status !== 'applied') throw importCannotBecome(row.status, 'applied')

    await forgetFailures(ctx, importId)
    await ctx.queue.send(ctx.db, BRING_PICTURES, { importId })
  })
}

export async function forgetFailures(ctx: Context, importId: string): Promise<void> {
  await ctx.db.execute(sql`
    update product_import_items set
      wanted = jsonb_set(wanted, '{brought}', (
        select jsonb_agg(case when one->>'fileId' is null then one - 'tried' - 'tries' - 'nextAt' else one end order by place)
        from jsonb_array_elements(wanted->'brought') with ordinality as brought (one, place)
      )),
      problems = (
        select coalesce(jsonb_agg(problem order by place), '[]'::jsonb)
        from jsonb_array_elements(problems) with ordinality as problems (problem, place)
        where problem->>'code' not in ('picture_failed', 'picture_later')
      )
    where import_id = ${importId} and state = 'applied' and jsonb_path_exists(wanted, '$.brought[*] ? (@.fileId == null)')`)
}
