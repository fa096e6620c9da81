import { and, eq, gt, isNull, or, sql } from 'drizzle-orm'
import { categories, commissionRules, products, slugHistory, taxRates } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { categoryNotEmpty, categoryTaxed, categoryCommissioned } from './catalog-errors'
import type { CategoryRow } from './catalog-locks'
import { announceCategory, lockCategory, siblingsIn } from './category-tree'

/** Deletes a category that has no products and nothing below it. */
export function deleteCategory(ctx: Context, actor: Actor, categoryId: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const { tree, category } = await lockCategory(ctx, actor, categoryId)
    const held = {
      products: await ctx.db.$count(products, eq(products.categoryId, categoryId)),
      categories: siblingsIn(tree, categoryId).length,
    }
    if (held.products + held.categories > 0) throw categoryNotEmpty(held)
    await requireNoRates(ctx, category)

    await ctx.db.delete(categories).where(eq(categories.id, categoryId))
    await ctx.db.delete(slugHistory).where(sql`${slugHistory.kind} = 'category' and ${slugHistory.targetId} = ${categoryId}`)

    await announceCategory(ctx, categoryId, [category.path])
    const details = { path: category.path, name: category.name }
    await recordAudit(ctx, actor, { action: 'catalog.category_deleted', subject: { type: 'category', id: categoryId }, details })
  })
}

/** A tax or a commission of its own would be lost with the category, and with it what buyers and shops pay. */
export async function requireNoRates(ctx: Context, { id }: CategoryRow): Promise<void> {
  if ((await ctx.db.$count(taxRates, eq(taxRates.categoryId, id))) > 0) throw categoryTaxed()
  const { categoryId, validTo } = commissionRules
  if ((await ctx.db.$count(commissionRules, and(eq(categoryId, id), or(isNull(validTo), gt(validTo, ctx.now))))) > 0)
    throw categoryCommissioned()
}
