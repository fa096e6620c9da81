import { asc, eq } from 'drizzle-orm'
import { files } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { PersonalData } from '#server/platform/personal-data'
import { removePicture } from './remove-picture'

const filesOf = (ctx: Context, ownerId: string) =>
  ctx.db.select().from(files).where(eq(files.ownerId, ownerId)).orderBy(asc(files.createdAt))

export async function personalDataOf(ctx: Context, userId: string): Promise<PersonalData> {
  const rows = await filesOf(ctx, userId)
  return {
    files: rows.map(({ id, purpose, name, contentType, sizeBytes, width, height, placeholder, createdAt }) => ({
      id,
      purpose,
      name,
      contentType,
      sizeBytes,
      width,
      height,
      placeholder,
      createdAt,
    })),
  }
}

/** The pictures and files themselves, by the name that they have in an archive. */
export async function personalPicturesOf(ctx: Context, userId: string): Promise<Record<string, Uint8Array>> {
  const pictures: Record<string, Uint8Array> = {}
  for (const { id, key, purpose } of await filesOf(ctx, userId)) {
    const stored = await ctx.storage.get(key)
    if (stored) pictures[`${purpose}-${id}${key.slice(key.lastIndexOf('.'))}`] = stored.body
  }
  return pictures
}

/** Deletes what somebody has uploaded for themself. */
export async function erasePersonalData(ctx: Context, userId: string): Promise<void> {
  for (const { id } of await filesOf(ctx, userId)) await removePicture(ctx, id)
}
