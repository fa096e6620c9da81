import { asc, count, eq, isNotNull } from 'drizzle-orm'
import { categories, files, products } from '#db/schema'
import { presentPicture } from '#server/domains/files'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { AdminCategories, AdminCategory } from '#shared/contracts/admin-categories'
import { categoriesNotYours } from './catalog-errors'
import { mayChangeCategories } from './catalog-policy'

/** The whole tree with everything an admin can change of it. */
export async function listAdminCategories(ctx: Context, actor: Actor): Promise<AdminCategories> {
  if (!mayChangeCategories(actor)) throw categoriesNotYours()
  const [rows, counts] = await Promise.all([
    ctx.db
      .select({ category: categories, file: files })
      .from(categories)
      .leftJoin(files, eq(files.id, categories.imageFileId))
      .orderBy(asc(categories.position), asc(categories.name)),
    ctx.db
      .select({ id: products.categoryId, count: count() })
      .from(products)
      .where(isNotNull(products.categoryId))
      .groupBy(products.categoryId),
  ])
  const countOf = new Map(counts.map(({ id, count }) => [id, count]))
  const below = Map.groupBy(rows, ({ category }) => category.parentId)
  const inOrder = (parentId: string | null): AdminCategory[] =>
    (below.get(parentId) ?? []).flatMap(({ category, file }) => [
      { ...category, picture: file && presentPicture(file, category.name), productCount: countOf.get(category.id) ?? 0 },
      ...inOrder(category.id),
    ])
  return { items: inOrder(null) }
}
