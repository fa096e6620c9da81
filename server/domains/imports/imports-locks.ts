import { and, eq, sql } from 'drizzle-orm'
import { productImports } from '#db/schema'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { sqlState } from '#server/platform/database/in-transaction'
import { IMPORT_MOVES, type ImportStatus } from '#shared/lifecycles/product-import'
import { importBusy, importCannotBecome, importNotFound } from './imports-errors'
import { loadProduct, type CurrentProduct } from './load-products'

export type ImportRow = typeof productImports.$inferSelect

const UNIQUE_VIOLATION = '23505'

/** The import for a manager of its shop. */
export async function ownImport(ctx: Context, actor: Actor, shopId: string, importId: string): Promise<ImportRow> {
  await requireMember(ctx, actor, shopId, 'manager')
  const [row] = await ctx.db
    .select()
    .from(productImports)
    .where(and(eq(productImports.id, importId), eq(productImports.shopId, shopId)))
  if (!row) throw importNotFound()
  return row
}

export async function findImport(ctx: Context, importId: string): Promise<ImportRow> {
  const [row] = await ctx.db.select().from(productImports).where(eq(productImports.id, importId))
  if (!row) throw importNotFound()
  return row
}

/** The end of a job's work: who comes second, because two did it, finds it done and does not go on. */
export async function endWork(
  ctx: Context,
  { id, status }: ImportRow,
  to: ImportStatus,
  set: Partial<typeof productImports.$inferInsert>,
): Promise<boolean> {
  const ended = await ctx.db
    .update(productImports)
    .set({ ...set, status: to })
    .where(and(eq(productImports.id, id), eq(productImports.status, status)))
    .returning({ id: productImports.id })
  return ended.length > 0
}

/** Moves an import to another state by one guarded statement. Throws `imports.busy` while another of the shop is at work. */
export async function moveImport(
  ctx: Context,
  row: Pick<ImportRow, 'id' | 'status'>,
  to: ImportStatus,
  set: Partial<typeof productImports.$inferInsert> = {},
): Promise<ImportRow> {
  if (!IMPORT_MOVES[row.status].includes(to)) throw importCannotBecome(row.status, to)
  try {
    const [moved] = await ctx.db
      .update(productImports)
      .set({ ...set, status: to })
      .where(and(eq(productImports.id, row.id), eq(productImports.status, row.status)))
      .returning()
    if (!moved) throw importCannotBecome(row.status, to)
    return moved
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION) throw importBusy()
    throw error
  }
}

/** A product as it is, locked with its stock until the transaction ends, so that nothing sold meanwhile is written over. */
export async function lockProduct(ctx: Context, shopId: string, productId: string): Promise<CurrentProduct | null> {
  await ctx.db.execute(sql`select id from products where id = ${productId} for no key update`)
  await ctx.db.execute(sql`
    select level.variant_id from stock_levels level join variants v on v.id = level.variant_id
    where v.product_id = ${productId} order by level.variant_id for no key update of level`)
  return loadProduct(ctx, shopId, productId)
}
