import { eq, inArray } from 'drizzle-orm'
import { files } from '#db/schema'
import type { Context } from '#server/platform/context'
import { folderOf, sourceKeys } from './picture-keys'

/** Forgets a picture; the job `files.delete-objects` deletes its bytes. Nothing may show it any more. */
export async function removePicture(ctx: Context, fileId: string): Promise<void> {
  const [removed] = await ctx.db.delete(files).where(eq(files.id, fileId)).returning({ key: files.key })
  if (removed) await ctx.queue.send(ctx.db, 'files.delete-objects', { folder: folderOf(removed.key) })
}

/** Deletes the bytes of a picture that was forgotten, unless it has been stored anew since. */
export async function deleteObjects(ctx: Context, folder: string): Promise<void> {
  const keys = await Array.fromAsync(ctx.storage.list(`${folder}/`))
  const [kept] = await ctx.db
    .select({ id: files.id })
    .from(files)
    .where(inArray(files.key, sourceKeys(folder)))
  if (kept) return
  for (const key of keys) await ctx.storage.delete(key)
}
