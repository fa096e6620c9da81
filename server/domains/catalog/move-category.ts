import { eq } from 'drizzle-orm'
import { categories } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { MoveCategory } from '#shared/contracts/admin-categories'
import { categoryInsideItself } from './catalog-errors'
import { announceCategory, inTree, isAtOrBelow, lockCategory, pathBelow, repath, siblingsIn } from './category-tree'

/** Puts a category below another or at the top, before the sibling that stands at `position`. Everything below comes along. */
export function moveCategory(ctx: Context, actor: Actor, categoryId: string, { parentId, position }: MoveCategory): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const { tree, category } = await lockCategory(ctx, actor, categoryId)
    const parent = parentId === null ? null : inTree(tree, parentId)
    if (parent && isAtOrBelow(parent.path, category.path)) throw categoryInsideItself()

    const path = pathBelow(parent, category.slug)
    await ctx.db.update(categories).set({ parentId }).where(eq(categories.id, categoryId))
    await repath(ctx, tree, category, path)
    const others = siblingsIn(tree, parentId).filter(({ id }) => id !== categoryId)
    const ordered = others.toSpliced(position, 0, category)
    for (const [place, { id, position: before }] of ordered.entries())
      if (before !== place) await ctx.db.update(categories).set({ position: place }).where(eq(categories.id, id))

    await announceCategory(ctx, categoryId, [category.path, path])
    const subject = { type: 'category', id: categoryId }
    const details = { from: category.path, to: path, position: ordered.indexOf(category) }
    await recordAudit(ctx, actor, { action: 'catalog.category_moved', subject, details })
  })
}
