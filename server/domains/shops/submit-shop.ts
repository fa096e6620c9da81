import { eq } from 'drizzle-orm'
import { shops } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import { readSettings } from '#server/domains/settings'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { lockShopFor } from './lock-shop-for'
import { moveShop } from './move-shop'
import { missingOf, whatIsDone, type OfShopElsewhere } from './shop-checklist'
import { shopCannotBecome, shopIncomplete } from './shops-errors'
import type { ShopRow } from './shops-locks'

/**
 * Asks for a pending shop to be opened: by an admin, or at once where the marketplace wants no look at it. For owners.
 * Throws `shops.incomplete` with what is missing.
 */
export function submitShop(ctx: Context, actor: Actor, shopId: string, elsewhere: OfShopElsewhere): Promise<ShopRow> {
  return inTransaction(ctx, async (ctx) => {
    const shop = await lockShopFor(ctx, actor, shopId, 'owner')
    if (shop.status !== 'pending') throw shopCannotBecome(shop.status, 'active')
    if (shop.submittedAt) return shop
    const missing = missingOf(await whatIsDone(ctx, shop, elsewhere))
    if (missing.length > 0) throw shopIncomplete(missing)

    const { shopsNeedApproval } = await readSettings(ctx)
    const asked = { submittedAt: ctx.now, statusReason: '' }
    const [waiting] = await ctx.db.update(shops).set(asked).where(eq(shops.id, shopId)).returning()
    const submitted = shopsNeedApproval ? waiting! : await moveShop(ctx, waiting!, 'active')

    await recordAudit(ctx, actor, {
      action: 'shops.submitted',
      subject: { type: 'shop', id: shopId },
      shopId,
      details: { status: submitted.status },
    })
    return submitted
  })
}
