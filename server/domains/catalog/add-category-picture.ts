import { presentPicture, storePicture } from '#server/domains/files'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { StoredPicture } from '#shared/contracts/pictures'
import { categoriesNotYours } from './catalog-errors'
import { mayChangeCategories } from './catalog-policy'

/** Takes a picture in for a category. One that no category shows is deleted after a day. */
export async function addCategoryPicture(ctx: Context, actor: Actor, bytes: Uint8Array): Promise<StoredPicture> {
  if (!mayChangeCategories(actor)) throw categoriesNotYours()
  const file = await storePicture(ctx, actor, { bytes, purpose: 'category_image', ownerId: null })
  return { fileId: file.id, picture: presentPicture(file, '') }
}
