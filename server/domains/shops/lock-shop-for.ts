import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { ShopRole } from '#shared/lifecycles/shop'
import { requireMember } from './require-member'
import { shopNotFound } from './shops-errors'
import { lockShop, type ShopRow } from './shops-locks'

/** The shop, locked so that its members change one after another, for somebody who has this role in it then. */
export async function lockShopFor(ctx: Context, actor: Actor, shopId: string, needed: ShopRole): Promise<ShopRow> {
  await requireMember(ctx, actor, shopId)
  const shop = await lockShop(ctx, shopId)
  if (!shop) throw shopNotFound()
  await requireMember(ctx, actor, shopId, needed)
  return shop
}
