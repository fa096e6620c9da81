import { and, eq, notExists } from 'drizzle-orm'
import { files, productImages } from '#db/schema'
import { presentPicture, storePicture } from '#server/domains/files'
import { requireMember } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { UNUSED_PICTURES_A_SHOP, type StoredPicture } from '#shared/contracts/pictures'
import { tooManyUnusedPictures } from './catalog-errors'

/** Takes a picture in for the products of a shop. One that no product shows is deleted after a day. */
export async function addShopPicture(ctx: Context, actor: Actor, shopId: string, bytes: Uint8Array): Promise<StoredPicture> {
  await requireRoomForPictures(ctx, actor, shopId)
  const file = await storePicture(ctx, actor, { bytes, purpose: 'product_image', ownerId: shopId })
  return { fileId: file.id, picture: presentPicture(file, '') }
}

/** Throws `catalog.too_many_pictures` once a shop has sent hundreds that no product shows. */
export async function requireRoomForPictures(ctx: Context, actor: Actor, shopId: string): Promise<void> {
  await requireMember(ctx, actor, shopId, 'manager')
  const shown = ctx.db.select({ fileId: productImages.fileId }).from(productImages).where(eq(productImages.fileId, files.id))
  const unused = await ctx.db.$count(files, and(eq(files.ownerId, shopId), eq(files.purpose, 'product_image'), notExists(shown)))
  if (unused >= UNUSED_PICTURES_A_SHOP) throw tooManyUnusedPictures(UNUSED_PICTURES_A_SHOP)
}
