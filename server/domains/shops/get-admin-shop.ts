import { and, desc, eq, inArray } from 'drizzle-orm'
import { auditEntries, files, shippingMethods, shops, users } from '#db/schema'
import { presentPicture } from '#server/domains/files'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { AdminShop } from '#shared/contracts/admin-shops'
import { DECISION_ACTIONS } from './decide-shop'
import { ownersOf, presentShop } from './list-shops'
import type { OfShopElsewhere } from './shop-checklist'
import { mayNotSetShopStatus, shopNotFound } from './shops-errors'
import { mayListShops } from './shops-policy'

const DECISIONS_SHOWN = 50

/** A shop with everything that an admin needs to decide about it. */
export async function getAdminShop(ctx: Context, actor: Actor, shopId: string, { productCount }: OfShopElsewhere): Promise<AdminShop> {
  if (!mayListShops(actor)) throw mayNotSetShopStatus()
  const [found] = await ctx.db
    .select({ shop: shops, logo: files })
    .from(shops)
    .leftJoin(files, eq(files.id, shops.logoFileId))
    .where(eq(shops.id, shopId))
  if (!found) throw shopNotFound()
  const { shop, logo } = found
  const [owners, shippingMethodCount, decisions] = await Promise.all([
    ownersOf(ctx, [shopId]),
    ctx.db.$count(shippingMethods, eq(shippingMethods.shopId, shopId)),
    listDecisions(ctx, shopId),
  ])

  return {
    ...shop,
    ...presentShop(shop, owners.get(shopId) ?? []),
    logo: logo && presentPicture(logo, shop.name),
    shippingMethodCount,
    hasPayoutAccount: shop.payoutIban !== '',
    productCount,
    decisions,
  }
}

async function listDecisions(ctx: Context, shopId: string): Promise<AdminShop['decisions']> {
  const { action, details, createdAt, position } = auditEntries
  const rows = await ctx.db
    .select({ action, details, by: users.name, at: createdAt })
    .from(auditEntries)
    .leftJoin(users, eq(users.id, auditEntries.actorId))
    .where(and(eq(auditEntries.shopId, shopId), inArray(action, DECISION_ACTIONS)))
    .orderBy(desc(position))
    .limit(DECISIONS_SHOWN)
  return rows.map(({ action, details, by, at }) => ({
    action,
    reason: String((details as { reason?: unknown }).reason ?? ''),
    by,
    at: at.toISOString(),
  }))
}
