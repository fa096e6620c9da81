import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { productImportItems, productImports } from '#db/schema'
import { createProduct, publishProduct, saveProduct, setImportHandle } from '#server/domains/catalog'
import { systemActor, type Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { DomainError } from '#server/platform/errors'
import type { ImportMapping } from '#shared/import-fields'
import type { ImportProblem } from '#shared/import-problems'
import type { ImportAction } from '#shared/lifecycles/product-import'
import { slugSchema } from '#shared/contracts/common'
import { slugify } from '#shared/slugs'
import type { ImportedProduct } from './imported-product'
import { refusalText } from './imports-errors'
import { endWork, findImport, lockProduct, moveImport, ownImport, type ImportRow } from './imports-locks'
import { findProducts, type CurrentProduct } from './load-products'
import { inputOf } from './merge-product'
import { planProduct, type ProductPlan } from './plan-product'
import { knownPictures } from './resolve-pictures'

export const APPLY_IMPORT = 'imports.apply'
const BATCH = 50

export type ItemRow = typeof productImportItems.$inferSelect

/**
 * Begins to apply what a check has found. The job does the work; who works at once, as the operator's tool does, has it
 * begin `later`, so that the server finishes what a crash leaves.
 */
export function startApplying(
  ctx: Context,
  actor: Actor,
  shopId: string,
  importId: string,
  { later }: { later?: Date } = {},
): Promise<ImportRow> {
  return inTransaction(ctx, async (ctx) => {
    const row = await ownImport(ctx, actor, shopId, importId)

    // Asked for again, it goes on: its job may have been given up.
    const moved = row.status === 'applying' ? row : await moveImport(ctx, row, 'applying', { itemsDone: 0 })
    await ctx.queue.send(ctx.db, APPLY_IMPORT, { importId }, { singletonKey: importId, startAfter: later })
    return moved
  })
}

/**
 * Applies the products of an import that are still to be done, at most so many, and answers whether all are. Each is
 * written together with its item's state, so that whatever stops this loses nothing and does nothing twice.
 */
export async function applyImport(ctx: Context, importId: string, atMost = Infinity): Promise<boolean> {
  const row = await findImport(ctx, importId)
  if (row.status !== 'applying') return true

  for (let done = 0; done < atMost;) {
    const items = await itemsToDo(ctx, importId)
    if (items.length === 0) {
      await finish(ctx, row)
      return true
    }
    for (const { position } of items) await applyItem(ctx, row, position)
    done += items.length
  }
  return false
}

/** Pictures come once the products are there. */
const finish = (ctx: Context, row: ImportRow) =>
  inTransaction(ctx, async (ctx) => {
    if (!(await endWork(ctx, row, 'applied', { appliedAt: ctx.now }))) return
    await ctx.queue.send(ctx.db, 'imports.bring-pictures', { importId: row.id }, { singletonKey: row.id })
  })

const TO_DO: ImportAction[] = ['create', 'change']
/** Of two who work on one import, the second finds an item written, or found to need nothing. */
const isToDo = ({ state, action }: ItemRow) => state === 'planned' && TO_DO.includes(action)

const itemsToDo = (ctx: Context, importId: string) =>
  ctx.db
    .select({ position: productImportItems.position })
    .from(productImportItems)
    .where(
      and(eq(productImportItems.importId, importId), eq(productImportItems.state, 'planned'), inArray(productImportItems.action, TO_DO)),
    )
    .orderBy(asc(productImportItems.position))
    .limit(BATCH)

async function applyItem(ctx: Context, row: ImportRow, position: number): Promise<void> {
  try {
    await inTransaction(ctx, async (ctx) => {
      const item = await lockItem(ctx, row.id, position)
      if (!isToDo(item)) return
      await settle(ctx, item, await writeProduct(ctx, row, item))
    })
  } catch (error) {
    const refusal = refusalText(ctx, error)
    if (refusal === null) throw error
    await refuseItem(ctx, row.id, position, refusal)
  }
}

export async function lockItem(ctx: Context, importId: string, position: number): Promise<ItemRow> {
  const [item] = await ctx.db.select().from(productImportItems).where(itemIs(importId, position)).for('update')
  return item!
}

const itemIs = (importId: string, position: number) =>
  and(eq(productImportItems.importId, importId), eq(productImportItems.position, position))

/** Notes what became of an item, and counts it. */
export async function settle(
  ctx: Context,
  { importId, position }: ItemRow,
  set: Partial<typeof productImportItems.$inferInsert>,
): Promise<void> {
  await ctx.db.update(productImportItems).set(set).where(itemIs(importId, position))
  await ctx.db
    .update(productImports)
    .set({ itemsDone: sql`${productImports.itemsDone} + 1` })
    .where(eq(productImports.id, importId))
}

/** The shop may have changed since the check, so what is to be done is found out again, with the product locked. */
async function writeProduct(ctx: Context, row: ImportRow, item: ItemRow): Promise<Partial<typeof productImportItems.$inferInsert>> {
  const file = item.wanted as ImportedProduct
  const current = await lockedProduct(ctx, row.shopId, file.handle)
  const known = await knownPictures(ctx, row.shopId, [{ file, productId: current?.id ?? null }])
  const plan = await planProduct(ctx, file, current, known, row.mapping as ImportMapping)
  if (plan.action === 'refused') return { action: 'refused', problems: plan.problems }
  if (plan.action === 'unchanged') return { action: 'unchanged', changes: [], productId: current!.id }

  const actor: Actor = { ...systemActor, userId: row.userId }
  const { id: productId, version } = current
    ? await saveProduct(ctx, actor, current.id, inputOf(plan.merged), { gapsStay: true })
    : await makeProduct(ctx, actor, row.shopId, file, plan)
  const wanted = { ...file, version, brought: plan.fresh.map((address) => ({ address, fileId: null })) }
  return { state: 'applied', action: current ? 'change' : 'create', changes: plan.changes, wanted, productId }
}

async function lockedProduct(ctx: Context, shopId: string, handle: string): Promise<CurrentProduct | null> {
  const found = (await findProducts(ctx, shopId, [handle])).get(handle)
  return found ? lockProduct(ctx, shopId, found.id) : null
}

/** A new product keeps the address that it had elsewhere, unless it is taken here. */
async function makeProduct(ctx: Context, actor: Actor, shopId: string, file: ImportedProduct, plan: ProductPlan) {
  const input = inputOf(plan.merged)
  const wished = file.slug ?? slugify(file.handle)
  const create = (slug?: string) => createProduct(ctx, actor, shopId, { ...input, slug })
  const { product } = await create(slugSchema.safeParse(wished).success ? wished : undefined).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === 'catalog.slug_taken') return create()
    throw error
  })

  await setImportHandle(ctx, product.id, file.handle)
  // What a seller brings goes the way of what a seller writes: it is submitted and looked at. The operator decides alone.
  if (file.live && plan.merged.categoryId && actor.userId === null) await publishProduct(ctx, actor, product.id)
  return product
}

async function refuseItem(ctx: Context, importId: string, position: number, value: string): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const item = await lockItem(ctx, importId, position)
    if (!isToDo(item)) return
    const problem: ImportProblem = { line: item.line, column: '', code: 'value_refused', value }
    await settle(ctx, item, { action: 'refused', problems: [...item.problems, problem] })
  })
}
