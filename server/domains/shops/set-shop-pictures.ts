import { eq } from 'drizzle-orm'
import { shops } from '#db/schema'
import { findFiles } from '#server/domains/files'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { pageTag, purgeTags } from '#server/platform/cache/page-tags'
import type { ShopPictures } from '#shared/contracts/shops'
import { requireMember } from './require-member'
import { pictureNotOfShop, shopNotFound } from './shops-errors'
import { lockShop, type ShopRow } from './shops-locks'

/** Sets the shop's logo and banner; both are pictures that belong to the shop. */
export function setShopPictures(ctx: Context, actor: Actor, shopId: string, pictures: ShopPictures): Promise<ShopRow> {
  return inTransaction(ctx, async (ctx) => {
    await requireMember(ctx, actor, shopId, 'manager')
    if (!(await lockShop(ctx, shopId))) throw shopNotFound()
    const wanted = [
      { fileId: pictures.logoFileId, purpose: 'shop_logo' },
      { fileId: pictures.bannerFileId, purpose: 'shop_banner' },
    ].filter(({ fileId }) => fileId !== null)
    const found = await findFiles(
      ctx,
      wanted.map(({ fileId }) => fileId!),
    )
    const isOwn = ({ fileId, purpose }: (typeof wanted)[number]) =>
      found.some((file) => file.id === fileId && file.purpose === purpose && file.ownerId === shopId)
    if (!wanted.every(isOwn)) throw pictureNotOfShop()

    const [shop] = await ctx.db.update(shops).set(pictures).where(eq(shops.id, shopId)).returning()

    await purgeTags(ctx, [pageTag.shop(shopId), pageTag.home])
    return shop!
  })
}
