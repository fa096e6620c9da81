import { openUpload, presentPicture, takeUpload } from '#server/domains/files'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { DirectUpload, NewDirectUpload, StoredPicture } from '#shared/contracts/pictures'
import { requireRoomForPictures } from './add-shop-picture'

/** Says where a browser may send a picture for the products of a shop itself; null where it has to come through us. */
export async function openShopPicture(ctx: Context, actor: Actor, shopId: string, file: NewDirectUpload): Promise<DirectUpload | null> {
  await requireRoomForPictures(ctx, actor, shopId)
  return openUpload(ctx, shopId, file)
}

/** Takes a picture in that was sent to where `openShopPicture` said. Throws `files.upload_not_found` and what `storePicture` throws. */
export async function finishShopPicture(ctx: Context, actor: Actor, shopId: string, uploadId: string): Promise<StoredPicture> {
  await requireMember(ctx, actor, shopId, 'manager')
  const file = await takeUpload(ctx, actor, { uploadId, purpose: 'product_image', ownerId: shopId })
  return { fileId: file.id, picture: presentPicture(file, '') }
}
