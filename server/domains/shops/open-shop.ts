import { and, eq } from 'drizzle-orm'
import { shopMembers, shops } from '#db/schema'
import { addressNotVerified, hasVerifiedAddress, lockOwnRow } from '#server/domains/accounts'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { OpenShop } from '#shared/contracts/shop-settings'
import { createShop } from './create-shop'
import { tooManyPendingShops } from './shops-errors'
import type { ShopRow } from './shops-locks'

const PENDING_MOST = 3

/**
 * Begins a shop of one's own: it is pending until `submitShop`. For whoever has a verified address. Throws
 * `shops.too_many_pending` and what `createShop` throws.
 */
export function openShop(ctx: Context, actor: Actor, input: OpenShop): Promise<ShopRow> {
  return inTransaction(ctx, async (ctx) => {
    // Locked, so that of many at once only so many are opened.
    const { id: ownerId } = await lockOwnRow(ctx, actor)
    if (!hasVerifiedAddress(actor)) throw addressNotVerified()
    if ((await countPending(ctx, ownerId)) >= PENDING_MOST) throw tooManyPendingShops(PENDING_MOST)

    const shop = await createShop(ctx, actor, ownerId, input)

    const subject = { type: 'shop', id: shop.id }
    await recordAudit(ctx, actor, { action: 'shops.begun', subject, shopId: shop.id, details: { slug: shop.slug } })
    return shop
  })
}

async function countPending(ctx: Context, ownerId: string): Promise<number> {
  const rows = await ctx.db
    .select({ id: shops.id })
    .from(shops)
    .innerJoin(shopMembers, and(eq(shopMembers.shopId, shops.id), eq(shopMembers.userId, ownerId), eq(shopMembers.role, 'owner')))
    .where(eq(shops.status, 'pending'))
  return rows.length
}
