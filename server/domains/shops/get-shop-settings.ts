import { asc, eq, inArray } from 'drizzle-orm'
import { files, shippingMethods, shippingZones, shops } from '#db/schema'
import { presentPicture } from '#server/domains/files'
import { readSettings } from '#server/domains/settings'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { ShippingZoneView } from '#shared/contracts/shipping'
import type { ShopSettings } from '#shared/contracts/shop-settings'
import { maskedIban } from '#shared/iban'
import { payoutAccountState, payoutNeedsOf } from '#shared/lifecycles/payout-account'
import { payoutAccountOf } from './payout-account'
import { requireMember } from './require-member'
import { shopNotFound } from './shops-errors'
import type { ShopRow } from './shops-locks'
import { maySeePayout } from './shops-policy'

/** Everything that is set about a shop, for its members; where the money goes for its owners. */
export async function getShopSettings(ctx: Context, actor: Actor, shopId: string): Promise<ShopSettings> {
  const role = await requireMember(ctx, actor, shopId)
  const [shop] = await ctx.db.select().from(shops).where(eq(shops.id, shopId))
  if (!shop) throw shopNotFound()
  const [pictures, zones, { currency }] = await Promise.all([
    readPictures(ctx, [shop.logoFileId, shop.bannerFileId]),
    listZones(ctx, shopId),
    readSettings(ctx),
  ])
  const pictureOf = (fileId: string | null) => {
    const file = pictures.find(({ id }) => id === fileId)
    return file ? presentPicture(file, shop.name) : null
  }

  return {
    ...shop,
    role,
    logo: pictureOf(shop.logoFileId),
    banner: pictureOf(shop.bannerFileId),
    closedFrom: shop.closedFrom?.toISOString() ?? null,
    closedTo: shop.closedTo?.toISOString() ?? null,
    shippingZones: zones,
    currency,
    payout: maySeePayout(role) ? payoutOf(ctx, shop) : null,
  }
}

function payoutOf(ctx: Context, shop: ShopRow): ShopSettings['payout'] {
  const account = payoutAccountOf(ctx, shop)
  return {
    holder: shop.payoutHolder,
    maskedIban: shop.payoutIban && maskedIban(shop.payoutIban),
    provider: ctx.gateway.opensShopAccounts ? { state: payoutAccountState(account), needs: payoutNeedsOf(account?.due ?? []) } : null,
  }
}

async function listZones(ctx: Context, shopId: string): Promise<ShippingZoneView[]> {
  const [zones, methods] = await Promise.all([
    ctx.db.select().from(shippingZones).where(eq(shippingZones.shopId, shopId)).orderBy(asc(shippingZones.position), asc(shippingZones.id)),
    ctx.db
      .select()
      .from(shippingMethods)
      .where(eq(shippingMethods.shopId, shopId))
      .orderBy(asc(shippingMethods.position), asc(shippingMethods.id)),
  ])
  return zones.map((zone) => ({ ...zone, methods: methods.filter(({ zoneId }) => zoneId === zone.id) }))
}

async function readPictures(ctx: Context, ids: readonly (string | null)[]) {
  const known = ids.filter((id) => id !== null)
  return known.length > 0 ? ctx.db.select().from(files).where(inArray(files.id, known)) : []
}
