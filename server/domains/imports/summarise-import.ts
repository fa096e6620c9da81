import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { productImportItems } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { ImportProblem, ImportProblemCode } from '#shared/import-problems'

const PAGE = 500

/** How much of a file is what. What was refused while it was applied counts as refused. */
export interface ImportSummary extends Record<string, unknown> {
  created: number
  /** Of the new products and those added to others. */
  variantsCreated: number
  changed: number
  unchanged: number
  refused: number
  /** Of those undone, where something had been changed since. */
  conflicts: number
  /** Pictures that are still to be brought, and those that could not be. */
  picturesToCome: number
  picturesFailed: number
}

export async function summariseImport(ctx: Context, importId: string): Promise<ImportSummary> {
  const [summary] = await ctx.db.execute<ImportSummary>(sql`
    select
      count(*) filter (where action = 'create')::int as created,
      coalesce(sum(case when action = 'create' then jsonb_array_length(wanted->'variants') when action = 'change' then (
        select count(*) from jsonb_array_elements(changes) change
        where change->>'field' like 'variant:%' and change->'from' = 'null'::jsonb and jsonb_typeof(change->'to') = 'object'
      ) end), 0)::int as "variantsCreated",
      count(*) filter (where action = 'change')::int as changed,
      count(*) filter (where action = 'unchanged')::int as unchanged,
      count(*) filter (where action = 'refused')::int as refused,
      count(*) filter (where state = 'conflict')::int as conflicts,
      coalesce(sum(jsonb_array_length(jsonb_path_query_array(wanted, '$.brought[*] ? (@.fileId == null && !exists(@.tried))')))
        filter (where has_pictures), 0)::int as "picturesToCome",
      coalesce(sum(jsonb_array_length(jsonb_path_query_array(wanted, '$.brought[*] ? (@.fileId == null && exists(@.tried))')))
        filter (where has_pictures), 0)::int as "picturesFailed"
    from product_import_items
    cross join lateral (select state = 'applied' and wanted->'brought' <> '[]'::jsonb as has_pictures) pictures
    where import_id = ${importId}`)
  return summary!
}

/** Everything that is wrong with the products of a file, in its order; of one kind, if that is all that is asked for. */
export async function* problemsOfImport(ctx: Context, importId: string, code?: ImportProblemCode): AsyncGenerator<ImportProblem> {
  let last = 0
  do {
    const items = await ctx.db
      .select({ position: productImportItems.position, problems: productImportItems.problems })
      .from(productImportItems)
      .where(and(eq(productImportItems.importId, importId), gt(productImportItems.position, last), sql`problems <> '[]'::jsonb`))
      .orderBy(asc(productImportItems.position))
      .limit(PAGE)
    for (const { problems } of items) yield* problems.filter((problem) => !code || problem.code === code)
    last = items.length === PAGE ? items.at(-1)!.position : 0
  } while (last)
}
