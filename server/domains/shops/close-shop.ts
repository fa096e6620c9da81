import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { lockShopFor } from './lock-shop-for'
import { moveShop } from './move-shop'
import type { ShopRow } from './shops-locks'

/** Closes a shop for good. For owners; `closeShopWithoutOrders` sees to it first that nobody waits for a parcel. */
export function closeShop(ctx: Context, actor: Actor, shopId: string): Promise<ShopRow> {
  return inTransaction(ctx, async (ctx) => {
    const shop = await lockShopFor(ctx, actor, shopId, 'owner')
    if (shop.status === 'closed') return shop

    const closed = await moveShop(ctx, shop, 'closed')

    const subject = { type: 'shop', id: shopId }
    await recordAudit(ctx, actor, { action: 'shops.closed', subject, shopId, details: { from: shop.status } })
    return closed
  })
}
