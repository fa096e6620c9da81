import { eq, sql } from 'drizzle-orm'
import { files } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { FilePurpose } from '#shared/lifecycles/file'
import { firstRendition, makeRendition, readPicture } from './encode-picture'
import { notYoursToStore } from './files-errors'
import { mayStorePictures } from './files-policy'
import { pictureFolder, renditionKey, sourceKey } from './picture-keys'

export type StoredFile = typeof files.$inferSelect

const CACHE_CONTROL = 'public, max-age=31536000, immutable'

export interface NewPicture {
  bytes: Uint8Array
  purpose: FilePurpose
  /** The shop or user it belongs to; null for the marketplace's own. */
  ownerId: string | null
}

/**
 * Keeps a picture: re-encoded, in a first size at once; the job `files.finish-renditions` makes the others. The row is
 * written once the bytes lie in storage. The same bytes for the same purpose and owner are one picture.
 */
export async function storePicture(ctx: Context, actor: Actor, { bytes, purpose, ownerId }: NewPicture): Promise<StoredFile> {
  if (!mayStorePictures(actor)) throw notYoursToStore()

  const { folder, sha256 } = pictureFolder(bytes, purpose, ownerId)
  const key = sourceKey(folder)
  const known = await renew(ctx, key)
  if (known) return known

  const { source, width, height, placeholder } = await readPicture(bytes)
  const first = firstRendition(width)
  const { body, height: firstHeight } = await makeRendition(source, first)
  const firstKey = renditionKey(folder, first)
  await ctx.storage.put(key, source, { contentType: 'image/webp' })
  await ctx.storage.put(firstKey, body, { contentType: first.type, cacheControl: CACHE_CONTROL })

  return inTransaction(ctx, async (ctx) => {
    const [stored] = await ctx.db
      .insert(files)
      .values({
        id: ctx.newId(),
        ownerId,
        purpose,
        key,
        contentType: 'image/webp',
        sizeBytes: source.byteLength,
        width,
        height,
        sha256,
        placeholder,
        renditions: [{ key: firstKey, width: first.width, height: firstHeight, type: first.type }],
      })
      .onConflictDoNothing({ target: files.key })
      .returning()
    if (!stored) return (await renew(ctx, key))!

    await ctx.queue.send(ctx.db, 'files.finish-renditions', { fileId: stored.id })
    return stored
  })
}

/** What is known already counts as sent now, so that no sweep takes it away from whoever is about to show it. */
async function renew(ctx: Context, key: string): Promise<StoredFile | undefined> {
  const [row] = await ctx.db
    .update(files)
    .set({ createdAt: sql`now()` })
    .where(eq(files.key, key))
    .returning()
  return row
}
