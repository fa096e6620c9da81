import { eq } from 'drizzle-orm'
import { categories } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import { findFiles } from '#server/domains/files'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { categoryDetailsSchema, type CategoryDetails } from '#shared/contracts/admin-categories'
import { categoryPictureNotFound } from './catalog-errors'
import { announceCategory, lockCategory, pathBelow, repath } from './category-tree'

/** Says anew what a category is called, where it is found and how it is shown. Throws `catalog.category_path_taken`. */
export function changeCategory(ctx: Context, actor: Actor, categoryId: string, input: CategoryDetails): Promise<void> {
  const details = categoryDetailsSchema.parse(input)

  return inTransaction(ctx, async (ctx) => {
    const { tree, category } = await lockCategory(ctx, actor, categoryId)
    if (details.imageFileId !== category.imageFileId) await requirePicture(ctx, details.imageFileId)
    const parent = tree.find(({ id }) => id === category.parentId) ?? null
    const path = pathBelow(parent, details.slug)
    await repath(ctx, tree, category, path)
    await ctx.db.update(categories).set(details).where(eq(categories.id, categoryId))

    await announceCategory(ctx, categoryId, [category.path, path])
    const changed = Object.entries(details).filter(([name, value]) => category[name as keyof CategoryDetails] !== value)
    const subject = { type: 'category', id: categoryId }
    const fields = changed.map(([name]) => name)
    await recordAudit(ctx, actor, { action: 'catalog.category_changed', subject, details: { from: category.path, to: path, fields } })
  })
}

async function requirePicture(ctx: Context, fileId: string | null): Promise<void> {
  if (fileId === null) return
  const [file] = await findFiles(ctx, [fileId])
  if (file?.purpose !== 'category_image') throw categoryPictureNotFound()
}
