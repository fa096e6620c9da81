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

const NOTHING: ImportSummary = {
  created: 0,
  variantsCreated: 0,
  changed: 0,
  unchanged: 0,
  refused: 0,
  conflicts: 0,
  picturesToCome: 0,
  picturesFailed: 0,
}

export const summariseImport = async (ctx: Context, importId: string): Promise<ImportSummary> =>
  (await summariseImports(ctx, [importId])).get(importId)!

/** How much of each file is what. */
export async function summariseImports(ctx: Context, importIds: readonly string[]): Promise<Map<string, ImportSummary>> {
  const rows = await ctx.db.execute<ImportSummary & { importId: string }>(sql`
    select import_id as "importId",
      count(*) filter (where action = 'create')::int as created,
      sum(variants_created)::int as "variantsCreated",
      count(*) filter (where action = 'change')::int as changed,
      count(*) filter (where action = 'unchanged')::int as unchanged,
      count(*) filter (where action = 'refused')::int as refused,
      count(*) filter (where state = 'conflict')::int as conflicts,
      sum(pictures_to_come)::int as "picturesToCome",
      sum(pictures_failed)::int as "picturesFailed"
    from product_import_items where import_id = any(${sql.param([...importIds])}::uuid[]) group by import_id`)
  const found = new Map(rows.map(({ importId, ...summary }) => [importId, summary]))
  return new Map(importIds.map((id) => [id, found.get(id) ?? NOTHING]))
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
