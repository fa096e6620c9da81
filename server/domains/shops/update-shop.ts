import { eq, sql } from 'drizzle-orm'
import { shops } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { pageTag, purgeTags } from '#server/platform/cache/page-tags'
import type { UpdateShop } from '#shared/contracts/shop-settings'
import { lockShopFor } from './lock-shop-for'
import { shopClosed, shopEditedElsewhere } from './shops-errors'
import type { ShopRow } from './shops-locks'

/** Changes what a shop says of itself. Throws `shops.edited_elsewhere` when it was changed since it was read. */
export function updateShop(ctx: Context, actor: Actor, shopId: string, { version, ...changes }: UpdateShop): Promise<ShopRow> {
  return inTransaction(ctx, async (ctx) => {
    const shop = await lockShopFor(ctx, actor, shopId, 'manager')
    if (shop.status === 'closed') throw shopClosed()
    if (shop.version !== version) throw shopEditedElsewhere(shop.version)

    const [updated] = await ctx.db
      .update(shops)
      .set({ ...changes, version: sql`${shops.version} + 1` })
      .where(eq(shops.id, shopId))
      .returning()

    await ctx.queue.publish(ctx.db, 'shop.changed', { shopId })
    await purgeTags(ctx, [pageTag.shop(shopId), pageTag.home])
    const subject = { type: 'shop', id: shopId }
    await recordAudit(ctx, actor, { action: 'shops.updated', subject, shopId, details: { changed: Object.keys(changes).sort() } })
    return updated!
  })
}
