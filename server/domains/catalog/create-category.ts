import { eq } from 'drizzle-orm'
import { categories } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { pageTag, purgeTags } from '#server/platform/cache/page-tags'
import { createCategorySchema, type CreateCategory } from '#shared/contracts/catalog'
import { slugify } from '#shared/slugs'
import { categoriesNotYours, categoryNotFound, categoryPathTaken } from './catalog-errors'
import { mayChangeCategories } from './catalog-policy'

export type CategoryRow = typeof categories.$inferSelect

/** Adds a category below its parent, or at the top. Throws `catalog.category_path_taken`. */
export function createCategory(ctx: Context, actor: Actor, input: CreateCategory): Promise<CategoryRow> {
  const { slug: wished, ...details } = createCategorySchema.parse(input)

  return inTransaction(ctx, async (ctx) => {
    if (!mayChangeCategories(actor)) throw categoriesNotYours()
    const id = ctx.newId()
    const slug = wished ?? (slugify(details.name) || id)
    const path = details.parentId ? `${await pathOf(ctx, details.parentId)}/${slug}` : slug

    const [category] = await ctx.db
      .insert(categories)
      .values({ id, slug, path, ...details })
      .onConflictDoNothing({ target: categories.path })
      .returning()
    if (!category) throw categoryPathTaken(path)

    await purgeTags(ctx, [pageTag.categories, pageTag.home])
    return category
  })
}

async function pathOf(ctx: Context, categoryId: string): Promise<string> {
  const [category] = await ctx.db.select({ path: categories.path }).from(categories).where(eq(categories.id, categoryId)).for('key share')
  if (!category) throw categoryNotFound()
  return category.path
}
