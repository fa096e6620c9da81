import { and, desc, eq } from 'drizzle-orm'
import { productImportItems } from '#db/schema'
import { archiveProduct, deleteOrArchiveProduct, saveProduct } from '#server/domains/catalog'
import { systemActor, type Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { productInputSchema } from '#shared/contracts/product-editor'
import type { ImportProblem } from '#shared/import-problems'
import { lockItem, settle, type ItemRow } from './apply-import'
import { refusalText } from './imports-errors'
import { endWork, findImport, lockProduct, moveImport, ownImport, type ImportRow } from './imports-locks'
import { takeBack } from './list-changes'
import type { CurrentProduct } from './load-products'
import { inputOf } from './merge-product'

export const UNDO_IMPORT = 'imports.undo'
const BATCH = 50

/** Begins to take back a whole import that was applied. */
export function startUndo(
  ctx: Context,
  actor: Actor,
  shopId: string,
  importId: string,
  { later }: { later?: Date } = {},
): Promise<ImportRow> {
  return inTransaction(ctx, async (ctx) => {
    const row = await ownImport(ctx, actor, shopId, importId)

    // Asked for again, it goes on: its job may have been given up.
    const moved = row.status === 'undoing' ? row : await moveImport(ctx, row, 'undoing', { itemsDone: 0 })
    await ctx.queue.send(ctx.db, UNDO_IMPORT, { importId }, { singletonKey: importId, startAfter: later })
    return moved
  })
}

/**
 * Takes back the products of an import that are still to be done, the last first, at most so many, and answers whether
 * all are. A field goes back if it still is what the import made of it; anything else is a conflict and stays.
 */
export async function undoImport(ctx: Context, importId: string, atMost = Infinity): Promise<boolean> {
  const row = await findImport(ctx, importId)
  if (row.status !== 'undoing') return true

  for (let done = 0; done < atMost;) {
    const items = await ctx.db
      .select({ position: productImportItems.position })
      .from(productImportItems)
      .where(and(eq(productImportItems.importId, importId), eq(productImportItems.state, 'applied')))
      .orderBy(desc(productImportItems.position))
      .limit(BATCH)
    if (items.length === 0) {
      await endWork(ctx, row, 'undone', { undoneAt: ctx.now })
      return true
    }
    for (const { position } of items) await undoItem(ctx, row, position)
    done += items.length
  }
  return false
}

async function undoItem(ctx: Context, row: ImportRow, position: number): Promise<void> {
  try {
    await inTransaction(ctx, async (ctx) => {
      const item = await lockItem(ctx, row.id, position)
      if (item.state !== 'applied') return
      await settle(ctx, item, await takeBackItem(ctx, row, item))
    })
  } catch (error) {
    const refusal = refusalText(ctx, error)
    if (refusal === null) throw error
    await inTransaction(ctx, async (ctx) => {
      const item = await lockItem(ctx, row.id, position)
      if (item.state === 'applied') await settle(ctx, item, conflict(item, [refusal]))
    })
  }
}

async function takeBackItem(ctx: Context, row: ImportRow, item: ItemRow) {
  const actor: Actor = { ...systemActor, userId: row.userId }
  const current = await lockProduct(ctx, row.shopId, item.productId!)
  if (!current) return { state: 'undone' as const }
  if (item.action === 'create') return takeBackProduct(ctx, actor, item, current)

  const changes = item.changes.filter(({ field }) => field !== 'pictures')
  const { merged, conflicts } = takeBack(current, changes)
  const input = productInputSchema.safeParse(inputOf(merged))
  if (!input.success) return conflict(item, conflicts.length > 0 ? conflicts : ['The product has changed too much since.'])
  await saveProduct(ctx, actor, current.id, input.data, { gapsStay: true })
  return conflicts.length > 0 ? conflict(item, conflicts) : { state: 'undone' as const }
}

/** Nobody's work is deleted with a product: one that was changed since is archived, and can be restored. */
async function takeBackProduct(ctx: Context, actor: Actor, item: ItemRow, { id, version, status }: CurrentProduct) {
  const { version: made } = item.wanted as { version?: number }
  if (version === made)
    return (await deleteOrArchiveProduct(ctx, actor, id))
      ? { state: 'undone' as const }
      : conflict(item, ['It has been ordered, so it was archived.'])

  if (status !== 'archived') await archiveProduct(ctx, actor, id)
  return conflict(item, ['It has been changed, so it was archived.'])
}

function conflict(item: ItemRow, whats: string[]) {
  const problems: ImportProblem[] = whats.map((value) => ({ line: item.line, column: '', code: 'changed_since', value }))
  return { state: 'conflict' as const, problems: [...item.problems, ...problems] }
}
