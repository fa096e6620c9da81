import { closeShop, requireMember, type ShopRow } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { shopHasOpenOrders } from './orders-errors'
import { shopsWithOpenOrders } from './personal-data'

/**
 * Closes a shop for good once nobody waits for anything of it. What is being paid for in this moment may still become an
 * order of the closed shop: its members ship that one too. Throws `orders.shop_has_open_orders`.
 */
export function closeShopWithoutOrders(ctx: Context, actor: Actor, shopId: string): Promise<ShopRow> {
  return inTransaction(ctx, async (ctx) => {
    await requireMember(ctx, actor, shopId, 'owner')
    if ((await shopsWithOpenOrders(ctx, [shopId])).length > 0) throw shopHasOpenOrders()

    return closeShop(ctx, actor, shopId)
  })
}
