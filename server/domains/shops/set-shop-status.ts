import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { ShopStatus } from '#shared/lifecycles/shop'
import { moveShop } from './move-shop'
import { mayNotSetShopStatus, shopNotFound } from './shops-errors'
import { lockShop, type ShopRow } from './shops-locks'
import { maySetShopStatus } from './shops-policy'

/** Opens a pending shop for business, suspends it, or closes it for good, without telling anybody; `decideShop` tells. */
export function setShopStatus(ctx: Context, actor: Actor, shopId: string, to: ShopStatus): Promise<ShopRow> {
  return inTransaction(ctx, async (ctx) => {
    if (!maySetShopStatus(actor)) throw mayNotSetShopStatus()
    const shop = await lockShop(ctx, shopId)
    if (!shop) throw shopNotFound()
    if (shop.status === to) return shop

    return moveShop(ctx, shop, to)
  })
}
