import { inArray, sql } from 'drizzle-orm'
import { files } from '#db/schema'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { deleteOldUploads } from './direct-upload'
import { folderOf, PICTURE_ADDRESS, KEY_FOLDER_LENGTH, PICTURES_FOLDER, PRIVATE_FOLDER, sourceKeys } from './picture-keys'
import { removePicture } from './remove-picture'

const DAY_MS = 24 * 60 * 60 * 1000
const BATCH = 100

/** Every column that shows a picture by its row. */
export const SHOWN_BY = [
  { table: 'product_images', column: 'file_id' },
  { table: 'categories', column: 'image_file_id' },
  { table: 'shops', column: 'logo_file_id' },
  { table: 'shops', column: 'banner_file_id' },
  { table: 'users', column: 'avatar_file_id' },
  { table: 'return_photos', column: 'file_id' },
  { table: 'returns', column: 'label_file_id' },
  { table: 'message_attachments', column: 'file_id' },
] as const

/** Some row names it. */
export const isNamed = sql.join(
  SHOWN_BY.map(({ table, column }) => sql`exists (select from ${sql.raw(table)} where ${sql.raw(column)} = files.id)`),
  sql` or `,
)

/** Orders keep the address of a picture as it was, and an import that can be undone names what a product showed before. */
const isShown = sql`(
  ${isNamed}
  or exists (
    select from order_lines
    where starts_with(image_url, ${PICTURE_ADDRESS} || split_part(substr(files.key, ${KEY_FOLDER_LENGTH + 1}), '/', 1))
  )
  or exists (
    select from product_imports import join product_import_items item on item.import_id = import.id
    where import.shop_id = files.owner_id and import.undone_at is null and strpos(item.changes::text, files.id::text) > 0
  )
)`

/**
 * Forgets pictures that nothing has shown for a day, deletes uploads that nobody finished, and has objects deleted that no
 * row names. The row goes first, then, by a job that is tried again, its bytes: a crash leaves bytes, never a row without them.
 */
export async function sweepPictures(ctx: Context): Promise<void> {
  while ((await forgetUnshown(ctx)) === BATCH) continue
  await deleteOldUploads(ctx)
  await deleteObjectsWithoutRow(ctx)
}

function forgetUnshown(ctx: Context): Promise<number> {
  return inTransaction(ctx, async (ctx) => {
    const before = new Date(ctx.now.getTime() - DAY_MS).toISOString()
    // Whoever is about to show a picture holds its row; that one waits for the next sweep.
    const candidates = await ctx.db.execute<{ id: string }>(sql`
      select id from files where created_at < ${before} and not ${isShown} order by id limit ${BATCH} for update skip locked`)
    const ids = candidates.map(({ id }) => id)
    if (ids.length === 0) return 0
    // Asked again now that the rows are held: one may have been shown just before.
    const still = await ctx.db
      .select({ id: files.id })
      .from(files)
      .where(sql`${inArray(files.id, ids)} and not ${isShown}`)

    for (const { id } of still) await removePicture(ctx, id)
    return ids.length
  })
}

/** A picture that is being stored has objects before it has a row, so what has none is looked at again a day later. */
async function deleteObjectsWithoutRow(ctx: Context): Promise<void> {
  const folders = new Set<string>()
  for (const place of [PICTURES_FOLDER, PRIVATE_FOLDER]) for await (const key of ctx.storage.list(place)) folders.add(folderOf(key))

  const all = [...folders]
  for (let start = 0; start < all.length; start += BATCH) {
    const some = all.slice(start, start + BATCH)
    const known = await ctx.db
      .select({ key: files.key })
      .from(files)
      .where(inArray(files.key, some.flatMap(sourceKeys)))
    const named = new Set(known.map(({ key }) => folderOf(key)))
    const startAfter = new Date(ctx.now.getTime() + DAY_MS)
    for (const folder of some.filter((folder) => !named.has(folder)))
      await ctx.queue.send(ctx.db, 'files.delete-objects', { folder }, { singletonKey: folder, startAfter })
  }
}
