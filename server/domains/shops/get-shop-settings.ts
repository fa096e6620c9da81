import { asc, eq, inArray } from 'drizzle-orm'
import { files, shippingMethods, shops } from '#db/schema'
import { presentPicture } from '#server/domains/files'
import { readSettings } from '#server/domains/settings'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { ShippingMethodView, ShopSettings } from '#shared/contracts/shop-settings'
import { maskedIban } from '#shared/iban'
import { requireMember } from './require-member'
import { shopNotFound } from './shops-errors'
import { maySeePayout } from './shops-policy'

/** Everything that is set about a shop, for its members; where the money goes for its owners. */
export async function getShopSettings(ctx: Context, actor: Actor, shopId: string): Promise<ShopSettings> {
  const role = await requireMember(ctx, actor, shopId)
  const [shop] = await ctx.db.select().from(shops).where(eq(shops.id, shopId))
  if (!shop) throw shopNotFound()
  const [pictures, methods, { currency }] = await Promise.all([
    readPictures(ctx, [shop.logoFileId, shop.bannerFileId]),
    listShippingMethods(ctx, shopId),
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
    shippingMethods: methods,
    currency,
    payout: maySeePayout(role) ? { holder: shop.payoutHolder, maskedIban: shop.payoutIban && maskedIban(shop.payoutIban) } : null,
  }
}

const listShippingMethods = (ctx: Context, shopId: string): Promise<ShippingMethodView[]> =>
  ctx.db
    .select()
    .from(shippingMethods)
    .where(eq(shippingMethods.shopId, shopId))
    .orderBy(asc(shippingMethods.position), asc(shippingMethods.id))

async function readPictures(ctx: Context, ids: readonly (string | null)[]) {
  const known = ids.filter((id) => id !== null)
  return known.length > 0 ? ctx.db.select().from(files).where(inArray(files.id, known)) : []
}
