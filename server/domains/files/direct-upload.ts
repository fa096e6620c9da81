import type { Actor } from '#server/platform/actor'
import { momentOfId } from '#server/platform/clock/ids'
import type { Context } from '#server/platform/context'
import { PICTURE_MAX_BYTES } from '#shared/contracts/pictures'
import { PICTURE_LIMITS } from './encode-picture'
import { pictureTooLarge, uploadNotFound } from './files-errors'
import { storePicture, type NewPicture, type StoredFile } from './store-picture'

const FOLDER = 'uploads/'
const OPEN_SECONDS = 10 * 60
const KEPT_MS = 60 * 60 * 1000

const uploadKey = (ownerId: string, uploadId: string) => `${FOLDER}${ownerId}/${uploadId}`

/**
 * An address to which somebody's browser can send one file itself, of exactly this type and size, for ten minutes; null
 * where files are kept in a folder. Whether the owner takes files of theirs is for the caller to check.
 */
export async function openUpload(
  ctx: Context,
  ownerId: string,
  file: { contentType: string; sizeBytes: number },
): Promise<{ id: string; url: string } | null> {
  if (file.sizeBytes > PICTURE_MAX_BYTES) throw pictureTooLarge(PICTURE_LIMITS)
  const id = ctx.newId()
  const url = await ctx.storage.signedWriteUrl(uploadKey(ownerId, id), { ...file, seconds: OPEN_SECONDS })
  return url ? { id, url } : null
}

/** Keeps what was sent to the address as a picture, as `storePicture` does; what was sent is deleted, also when it is refused. */
export async function takeUpload(
  ctx: Context,
  actor: Actor,
  { uploadId, ownerId, ...picture }: Omit<NewPicture, 'bytes'> & { uploadId: string; ownerId: string },
): Promise<StoredFile> {
  const key = uploadKey(ownerId, uploadId)
  const size = await ctx.storage.sizeOf(key)
  if (size === null) throw uploadNotFound()
  try {
    if (size > PICTURE_LIMITS.maxBytes) throw pictureTooLarge(PICTURE_LIMITS)
    const sent = await ctx.storage.get(key)
    if (!sent) throw uploadNotFound()
    return await storePicture(ctx, actor, { ...picture, ownerId, bytes: sent.body })
  } finally {
    await ctx.storage.delete(key)
  }
}

/** Deletes what was sent an hour ago or earlier and never taken; when it was sent, its name tells, a uuid v7. */
export async function deleteOldUploads(ctx: Context): Promise<void> {
  for await (const key of ctx.storage.list(FOLDER)) {
    const openedAt = momentOfId(key.slice(key.lastIndexOf('/') + 1))
    if (!(openedAt.getTime() > ctx.now.getTime() - KEPT_MS)) await ctx.storage.delete(key)
  }
}
