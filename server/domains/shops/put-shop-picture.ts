import { eq } from 'drizzle-orm'
import { shops } from '#db/schema'
import { removePicture, storePicture } from '#server/domains/files'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { pageTag, purgeTags } from '#server/platform/cache/page-tags'
import type { ShopPictureKind } from '#shared/contracts/shop-settings'
import { lockShopFor } from './lock-shop-for'
import { requireMember } from './require-member'

const PICTURES = {
  logo: { column: 'logoFileId', purpose: 'shop_logo' },
  banner: { column: 'bannerFileId', purpose: 'shop_banner' },
} as const

/** Shows this as the shop's logo or banner; the one before it is deleted. Throws what `storePicture` throws. */
export async function putShopPicture(ctx: Context, actor: Actor, shopId: string, kind: ShopPictureKind, bytes: Uint8Array): Promise<void> {
  await requireMember(ctx, actor, shopId, 'manager')
  const { id } = await storePicture(ctx, actor, { bytes, purpose: PICTURES[kind].purpose, ownerId: shopId })
  return showPicture(ctx, actor, shopId, kind, id)
}

export const removeShopPicture = (ctx: Context, actor: Actor, shopId: string, kind: ShopPictureKind): Promise<void> =>
  showPicture(ctx, actor, shopId, kind, null)

function showPicture(ctx: Context, actor: Actor, shopId: string, kind: ShopPictureKind, fileId: string | null): Promise<void> {
  const { column } = PICTURES[kind]

  return inTransaction(ctx, async (ctx) => {
    const shop = await lockShopFor(ctx, actor, shopId, 'manager')
    const before = shop[column]
    if (before === fileId) return

    await ctx.db
      .update(shops)
      .set({ [column]: fileId })
      .where(eq(shops.id, shopId))
    if (before) await removePicture(ctx, before)

    await purgeTags(ctx, [pageTag.shop(shopId), pageTag.home])
  })
}
