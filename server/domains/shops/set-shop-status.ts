import { eq } from 'drizzle-orm'
import { shops } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { pageTag, purgeTags } from '#server/platform/cache/page-tags'
import { canMoveShop, type ShopStatus } from '#shared/lifecycles/shop'
import { mayNotSetShopStatus, shopCannotBecome, shopNotFound } from './shops-errors'
import { lockShop, type ShopRow } from './shops-locks'
import { maySetShopStatus } from './shops-policy'

/** Opens a pending shop for business, suspends it, or closes it for good. */
export function setShopStatus(ctx: Context, actor: Actor, shopId: string, to: ShopStatus): Promise<ShopRow> {
  return inTransaction(ctx, async (ctx) => {
    if (!maySetShopStatus(actor)) throw mayNotSetShopStatus()
    const shop = await lockShop(ctx, shopId)
    if (!shop) throw shopNotFound()
    if (shop.status === to) return shop
    if (!canMoveShop(shop.status, to)) throw shopCannotBecome(shop.status, to)

    const [moved] = await ctx.db.update(shops).set({ status: to }).where(eq(shops.id, shopId)).returning()

    await ctx.queue.publish(ctx.db, 'shop.changed', { shopId })
    await purgeTags(ctx, [pageTag.shop(shopId), pageTag.home])
    return moved!
  })
}
