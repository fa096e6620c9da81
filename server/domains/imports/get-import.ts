import { and, asc, desc, eq, gt, inArray, sql } from 'drizzle-orm'
import { categories, productImportItems, productImports } from '#db/schema'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { ImportDetails, ImportItemPage, ImportItemQuery, ImportList, ImportView } from '#shared/contracts/product-imports'
import { problemText } from '#shared/import-problems'
import { fittingMapping } from './columns'
import type { ImportedProduct } from './imported-product'
import { ownImport, type ImportRow } from './imports-locks'
import type { Change } from './list-changes'
import { summariseImport, summariseImports, type ImportSummary } from './summarise-import'

const LATEST = 50

export async function listImports(ctx: Context, actor: Actor, shopId: string): Promise<ImportList> {
  await requireMember(ctx, actor, shopId, 'manager')
  const rows = await ctx.db
    .select()
    .from(productImports)
    .where(eq(productImports.shopId, shopId))
    .orderBy(desc(productImports.id))
    .limit(LATEST)
  const summaries = await summariseImports(
    ctx,
    rows.map(({ id }) => id),
  )
  return { items: rows.map((row) => present(row, summaries.get(row.id)!)) }
}

/** An import with its counts, and with the columns of its file. */
export async function getImport(ctx: Context, actor: Actor, shopId: string, importId: string): Promise<ImportDetails> {
  const row = await ownImport(ctx, actor, shopId, importId)
  return { ...present(row, await summariseImport(ctx, row.id)), header: row.header, mapping: fittingMapping(row.mapping, row.header) }
}

function present(row: ImportRow, counts: ImportSummary): ImportView {
  const toDo = counts.created + counts.changed
  return {
    ...row,
    itemsToDo: row.status === 'applying' ? Math.max(toDo, row.itemsDone) : toDo,
    createdAt: row.createdAt.toISOString(),
    appliedAt: row.appliedAt?.toISOString() ?? null,
    undoneAt: row.undoneAt?.toISOString() ?? null,
    counts,
  }
}

/** The names of the categories that these items speak of. */
async function categoryNames(ctx: Context, items: readonly { changes: readonly Change[] }[]): Promise<(id: unknown) => string | null> {
  const ids = items
    .flatMap(({ changes }) => changes)
    .flatMap(({ field, from, to }) => (field === 'categoryId' ? [from, to] : []))
    .filter((id): id is string => typeof id === 'string')
  const rows = ids.length
    ? await ctx.db.select({ id: categories.id, name: categories.name }).from(categories).where(inArray(categories.id, ids))
    : []
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return (id) => names.get(id as string) ?? null
}

/** The products of an import in the order of the file, of one action where it is given. */
export async function listImportItems(
  ctx: Context,
  actor: Actor,
  shopId: string,
  importId: string,
  { action, cursor, limit }: ImportItemQuery,
): Promise<ImportItemPage> {
  await ownImport(ctx, actor, shopId, importId)
  const rows = await ctx.db
    .select()
    .from(productImportItems)
    .where(
      and(
        eq(productImportItems.importId, importId),
        action ? eq(productImportItems.action, action) : sql`true`,
        gt(productImportItems.position, Number(cursor) || 0),
      ),
    )
    .orderBy(asc(productImportItems.position))
    .limit(limit + 1)
  const shown = rows.slice(0, limit)
  const nameOf = await categoryNames(ctx, shown)

  return {
    items: shown.map(({ wanted, problems, changes, ...item }) => ({
      ...item,
      changes: changes.map((change) =>
        change.field === 'categoryId' ? { ...change, from: nameOf(change.from), to: nameOf(change.to) } : change,
      ),
      title: (wanted as ImportedProduct | null)?.title ?? '',
      variantCount: (wanted as ImportedProduct | null)?.variants.length ?? 0,
      problems: problems.map((problem) => ({ ...problem, text: problemText(problem) })),
    })),
    nextCursor: rows.length > limit ? String(shown.at(-1)!.position) : null,
  }
}
