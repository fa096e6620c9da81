import { eq } from 'drizzle-orm'
import { shops } from '#db/schema'
import type { Context } from '#server/platform/context'
import { pageTag, purgeTags } from '#server/platform/cache/page-tags'
import { canMoveShop, type ShopStatus } from '#shared/lifecycles/shop'
import { shopCannotBecome } from './shops-errors'
import type { ShopRow } from './shops-locks'

/** What goes with the new status. */
type Besides = Partial<Pick<ShopRow, 'submittedAt' | 'statusReason'>>

/** Moves a locked shop and tells whoever shows it. Throws `shops.status_conflict` for a move that does not exist. */
export async function moveShop(ctx: Context, shop: ShopRow, to: ShopStatus, besides: Besides = {}): Promise<ShopRow> {
  if (!canMoveShop(shop.status, to)) throw shopCannotBecome(shop.status, to)

  const [moved] = await ctx.db
    .update(shops)
    .set({ statusReason: '', ...besides, status: to })
    .where(eq(shops.id, shop.id))
    .returning()

  await ctx.queue.publish(ctx.db, 'shop.changed', { shopId: shop.id })
  await purgeTags(ctx, [pageTag.shop(shop.id), pageTag.home])
  return moved!
}
