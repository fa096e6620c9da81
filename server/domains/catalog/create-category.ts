import { categories } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { pageTag, purgeTags } from '#server/platform/cache/page-tags'
import { createCategorySchema, type CreateCategory } from '#shared/contracts/catalog'
import { slugify } from '#shared/slugs'
import { categoriesNotYours, categoryPathTaken } from './catalog-errors'
import { lockCategoryTree, type CategoryRow } from './catalog-locks'
import { mayChangeCategories } from './catalog-policy'
import { forgetPath, inTree, pathBelow } from './category-tree'

/** Adds a category below its parent, or at the top. Throws `catalog.category_path_taken`. */
export function createCategory(ctx: Context, actor: Actor, input: CreateCategory): Promise<CategoryRow> {
  const { slug: wished, ...details } = createCategorySchema.parse(input)

  return inTransaction(ctx, async (ctx) => {
    if (!mayChangeCategories(actor)) throw categoriesNotYours()
    const id = ctx.newId()
    const slug = wished ?? (slugify(details.name) || id)
    const tree = await lockCategoryTree(ctx)
    const path = pathBelow(details.parentId ? inTree(tree, details.parentId) : null, slug)

    const [category] = await ctx.db
      .insert(categories)
      .values({ id, slug, path, ...details })
      .onConflictDoNothing({ target: categories.path })
      .returning()
    if (!category) throw categoryPathTaken(path)

    await forgetPath(ctx, path)

    await purgeTags(ctx, [pageTag.categories, pageTag.home])
    await recordAudit(ctx, actor, { action: 'catalog.category_created', subject: { type: 'category', id }, details: { path } })
    return category
  })
}
