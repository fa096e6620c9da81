import { asc, eq, sql } from 'drizzle-orm'
import { categories, listings, products, slugHistory } from '#db/schema'
import { pageTag, purgeTags } from '#server/platform/cache/page-tags'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { categoriesNotYours, categoryNotFound, categoryPathTaken } from './catalog-errors'
import { lockCategoryTree, type CategoryRow } from './catalog-locks'
import { mayChangeCategories } from './catalog-policy'

/** The whole tree, locked until the transaction ends, and the category in it, for somebody who may change it. */
export async function lockCategory(
  ctx: Context,
  actor: Actor,
  categoryId: string,
): Promise<{ tree: CategoryRow[]; category: CategoryRow }> {
  if (!mayChangeCategories(actor)) throw categoriesNotYours()
  const tree = await lockCategoryTree(ctx)
  return { tree, category: inTree(tree, categoryId) }
}

export function inTree(tree: readonly CategoryRow[], categoryId: string): CategoryRow {
  const category = tree.find(({ id }) => id === categoryId)
  if (!category) throw categoryNotFound()
  return category
}

/** Whether a path is that of a category or of one below it. */
export const isAtOrBelow = (path: string, above: string) => path === above || path.startsWith(`${above}/`)

export const pathBelow = (parent: CategoryRow | null, slug: string) => (parent ? `${parent.path}/${slug}` : slug)

export const siblingsIn = (tree: readonly CategoryRow[], parentId: string | null) =>
  tree.filter((category) => category.parentId === parentId)

/**
 * Gives a category of the locked tree another path, and with it everything below. The old paths lead to the new ones, and the
 * lists of products follow at once. Throws `catalog.category_path_taken`.
 */
export async function repath(ctx: Context, tree: readonly CategoryRow[], from: CategoryRow, path: string): Promise<void> {
  if (from.path === path) return
  const moved = tree.filter((category) => isAtOrBelow(category.path, from.path))
  const pathOf = (category: CategoryRow) => path + category.path.slice(from.path.length)
  const wanted = new Set(moved.map(pathOf))
  const taken = tree.find((category) => wanted.has(category.path) && !moved.includes(category))
  if (taken) throw categoryPathTaken(taken.path)

  for (const category of moved) {
    await ctx.db
      .update(categories)
      .set({ path: pathOf(category) })
      .where(eq(categories.id, category.id))
    await rememberPath(ctx, category.path, category.id)
    await forgetPath(ctx, pathOf(category))
  }
  await moveListings(ctx, from.path, path)
}

export async function rememberPath(ctx: Context, slug: string, targetId: string): Promise<void> {
  await ctx.db
    .insert(slugHistory)
    .values({ kind: 'category', slug, targetId, createdAt: ctx.now })
    .onConflictDoUpdate({ target: [slugHistory.kind, slugHistory.slug], set: { targetId, createdAt: ctx.now } })
}

/** What is somewhere now is found there, whatever was there before. */
export async function forgetPath(ctx: Context, slug: string): Promise<void> {
  await ctx.db.delete(slugHistory).where(sql`${slugHistory.kind} = 'category' and ${slugHistory.slug} = ${slug}`)
}

/** The read model's paths, from what the categories say now. What else it says of them follows by a job. */
async function moveListings(ctx: Context, from: string, to: string): Promise<void> {
  const inside = sql`${listings.categoryPaths} @> array[${from}]`
  await ctx.db.select({ id: listings.productId }).from(listings).where(inside).orderBy(asc(listings.productId)).for('update')
  await ctx.db
    .update(listings)
    .set({
      categoryPaths: sql`(
        select array_agg(above.path order by length(above.path))
        from categories own join categories above on own.path = above.path or starts_with(own.path, above.path || '/')
        where own.id = ${listings.categoryId}
      )`,
    })
    .where(inside)
  await purgeTags(ctx, [pageTag.category(from), pageTag.category(to)])
}

/** Says that a category and what is below it changed: every page has it in its menu, and the search knows its name. */
export async function announceCategory(ctx: Context, categoryId: string, paths: readonly string[]): Promise<void> {
  await ctx.queue.send(ctx.db, 'catalog.refresh-category-listings', { categoryId }, { singletonKey: categoryId })
  await purgeTags(ctx, [...paths.map(pageTag.category), pageTag.categories, pageTag.home])
}

/** The live products of a category and those below it in ascending order, at most `limit` after the given one. */
export async function liveProductsInCategory(ctx: Context, categoryId: string, after: string | null, limit: number): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: products.id })
    .from(products)
    .where(
      sql`${products.status} = 'live' and ${after ? sql`${products.id} > ${after}` : sql`true`} and ${products.categoryId} in (
        select below.id from categories own join categories below on below.path = own.path or starts_with(below.path, own.path || '/')
        where own.id = ${categoryId})`,
    )
    .orderBy(asc(products.id))
    .limit(limit)
  return rows.map(({ id }) => id)
}
