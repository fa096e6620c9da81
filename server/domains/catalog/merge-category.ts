import { asc, eq, sql } from 'drizzle-orm'
import { categories, products, slugHistory } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { categoryInsideItself } from './catalog-errors'
import { announceCategory, inTree, isAtOrBelow, lockCategory, pathBelow, rememberPath, repath, siblingsIn } from './category-tree'
import { requireNoRates } from './delete-category'

/**
 * Makes one category of two: products and what lies below go into the other, to which the old address leads from then on.
 * Throws `catalog.category_path_taken` when both have a category of one address below them.
 */
export function mergeCategory(ctx: Context, actor: Actor, categoryId: string, intoId: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const { tree, category } = await lockCategory(ctx, actor, categoryId)
    const into = inTree(tree, intoId)
    if (isAtOrBelow(into.path, category.path)) throw categoryInsideItself()
    await requireNoRates(ctx, category)

    const children = siblingsIn(tree, categoryId)
    const last = siblingsIn(tree, intoId).length
    for (const [index, child] of children.entries()) {
      await ctx.db
        .update(categories)
        .set({ parentId: intoId, position: last + index })
        .where(eq(categories.id, child.id))
      await repath(ctx, tree, child, pathBelow(into, child.slug))
    }
    const moved = await moveProducts(ctx, categoryId, intoId)
    await ctx.db
      .update(slugHistory)
      .set({ targetId: intoId })
      .where(sql`${slugHistory.kind} = 'category' and ${slugHistory.targetId} = ${categoryId}`)
    await ctx.db.delete(categories).where(eq(categories.id, categoryId))
    await rememberPath(ctx, category.path, intoId)

    await announceCategory(ctx, intoId, [category.path, into.path])
    const details = { from: category.path, into: into.path, products: moved, categories: children.length }
    await recordAudit(ctx, actor, { action: 'catalog.category_merged', subject: { type: 'category', id: categoryId }, details })
  })
}

/** An editor that has one of them open is told that somebody else has changed it. */
async function moveProducts(ctx: Context, fromId: string, intoId: string): Promise<number> {
  const inside = eq(products.categoryId, fromId)
  const rows = await ctx.db.select({ id: products.id }).from(products).where(inside).orderBy(asc(products.id)).for('no key update')
  await ctx.db
    .update(products)
    .set({ categoryId: intoId, version: sql`${products.version} + 1`, updatedAt: ctx.now })
    .where(inside)
  return rows.length
}
