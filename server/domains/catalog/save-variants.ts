import { and, asc, eq, inArray, notInArray, sql } from 'drizzle-orm'
import { isDeepStrictEqual } from 'node:util'
import { priceHistory, stockHolds, stockLevels, variants } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { stockPromised, variantInUse } from './catalog-errors'
import type { ProductRow, VariantRow } from './catalog-locks'
import { insertVariants, optionKeyOf, variantColumns, type PlacedVariant, type VariantFields } from './insert-variants'
import { moveStock } from './stock-movements'
import { isStrict, writeStockRules } from './stock-rules'

type Level = typeof stockLevels.$inferSelect

interface Kept {
  row: VariantRow
  level: Level
  wished: PlacedVariant
}

/** Makes the variants of a locked product what the input says, and answers whether they were something else before. */
export async function saveVariants(ctx: Context, actor: Actor, product: ProductRow, input: readonly VariantFields[]): Promise<boolean> {
  const { kept, added, removed } = match(
    await lockVariants(ctx, product.id),
    input.map((variant, position) => ({ ...variant, position })),
  )

  await removeVariants(ctx, removed)
  const rewritten = await rewriteVariants(ctx, kept)
  await insertVariants(ctx, actor, product, added)
  const restocked = await restock(ctx, actor, product, kept)
  return removed.length > 0 || added.length > 0 || rewritten || restocked
}

const lockVariants = (ctx: Context, productId: string) =>
  ctx.db
    .select({ row: variants, level: stockLevels })
    .from(variants)
    .innerJoin(stockLevels, eq(stockLevels.variantId, variants.id))
    .where(eq(variants.productId, productId))
    .orderBy(asc(variants.id))
    .for('no key update')

/** Finds for each wish the variant that it is about: by what is chosen, then by the SKU. */
function match(there: { row: VariantRow; level: Level }[], wishes: PlacedVariant[]) {
  const found = new Map<PlacedVariant, Kept>()
  const free = new Set(there)
  const take = (isMeant: (row: VariantRow, wished: PlacedVariant) => boolean) => {
    for (const wished of wishes) {
      const own = found.has(wished) ? undefined : [...free].find(({ row }) => isMeant(row, wished))
      if (own && free.delete(own)) found.set(wished, { ...own, wished })
    }
  }
  take((row, { optionValues }) => row.optionKey === optionKeyOf(optionValues))
  take((row, { sku }) => row.sku === sku)

  return { kept: [...found.values()], added: wishes.filter((wished) => !found.has(wished)), removed: [...free].map(({ row }) => row) }
}

/**
 * Deletes variants that nobody has ordered or is ordering. The row lock keeps out who would begin to: what a checkout
 * puts aside names its variant.
 */
async function removeVariants(ctx: Context, removed: readonly VariantRow[]): Promise<void> {
  if (removed.length === 0) return
  const ids = removed.map(({ id }) => id)
  await ctx.db.select({ id: variants.id }).from(variants).where(inArray(variants.id, ids)).orderBy(asc(variants.id)).for('update')
  const inUse = await ctx.db.execute<{ sku: string }>(sql`
    select v.sku from variants v where v.id = any(${sql.param(ids)}::uuid[]) and (
      exists (select from order_lines where variant_id = v.id)
      or exists (select from stock_holds where variant_id = v.id and state in ('active', 'consumed'))
    ) order by v.position`)
  if (inUse.length > 0) throw variantInUse(inUse.map(({ sku }) => sku))

  await ctx.db.delete(stockHolds).where(and(inArray(stockHolds.variantId, ids), notInArray(stockHolds.state, ['active', 'consumed'])))
  await ctx.db.delete(variants).where(inArray(variants.id, ids))
}

async function rewriteVariants(ctx: Context, kept: readonly Kept[]): Promise<boolean> {
  const changed = kept
    .map(({ row, wished }) => ({ row, columns: variantColumns(wished) }))
    .filter(({ row, columns }) => !isDeepStrictEqual({ ...row, ...columns }, row))

  await stepAside(
    ctx,
    changed.filter(({ row, columns }) => row.optionKey !== columns.optionKey || row.sku !== columns.sku).map(({ row }) => row.id),
  )
  for (const { row, columns } of changed) await ctx.db.update(variants).set(columns).where(eq(variants.id, row.id))

  const priced = changed.filter(
    ({ row, columns }) => row.priceMinor !== columns.priceMinor || row.compareAtMinor !== columns.compareAtMinor,
  )
  if (priced.length > 0)
    await ctx.db.insert(priceHistory).values(
      priced.map(({ row, columns: { priceMinor, compareAtMinor } }) => {
        return { id: ctx.newId(), variantId: row.id, priceMinor, compareAtMinor, since: ctx.now }
      }),
    )
  return changed.length > 0
}

/** Two variants that change places would meet on the way, so each first goes where nobody is. */
async function stepAside(ctx: Context, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await ctx.db
    .update(variants)
    .set({ optionKey: sql`${variants.id}::text`, sku: sql`${variants.id}::text` })
    .where(inArray(variants.id, ids))
}

const RULES = ['tracked', 'backorder', 'lowAt'] as const

/** Counts are corrected by movements. What is promised to buyers stays covered, at every step. */
async function restock(ctx: Context, actor: Actor, { status }: ProductRow, kept: readonly Kept[]): Promise<boolean> {
  const changed = kept
    .map(({ row, level, wished: { onHand, tracked, backorder, lowAt } }) => {
      const said = Object.fromEntries(Object.entries({ onHand, tracked, backorder, lowAt }).filter(([, value]) => value !== undefined))
      return { row, level, next: { ...level, ...said } }
    })
    .filter(({ level, next }) => !isDeepStrictEqual(level, next))
  for (const { row, level, next } of changed)
    if (isStrict(next) && next.onHand < level.reserved) throw stockPromised(row.sku, level.reserved)

  const ruled = changed.filter(({ level, next }) => RULES.some((rule) => level[rule] !== next[rule]))
  for (const { next } of ruled) if (!isStrict(next)) await writeStockRules(ctx, next.variantId, next)
  const corrections = changed
    .map(({ level, next }) => ({ variantId: level.variantId, quantity: next.onHand - level.onHand }))
    .filter(({ quantity }) => quantity !== 0)
  const isShown = status === 'live'
  await moveStock(ctx, 'adjusted', corrections, { kind: 'stock_take', id: null, userId: actor.userId }, { isShown })
  for (const { next } of ruled) if (isStrict(next)) await writeStockRules(ctx, next.variantId, next)
  if (isShown && ruled.length > 0)
    await ctx.queue.publish(ctx.db, 'stock.changed', { variantIds: ruled.map(({ next }) => next.variantId).sort() })
  return changed.length > 0
}
