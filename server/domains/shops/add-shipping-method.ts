import { and, eq, max } from 'drizzle-orm'
import { shippingMethods, shippingZones } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { shippingMethodInputSchema, type ShippingMethodInput } from '#shared/contracts/shipping'
import { announceShipping } from './announce-shipping'
import { lockShopFor } from './lock-shop-for'
import { shippingZoneNotFound, tooManyShippingMethods } from './shops-errors'

const METHODS_MOST = 20

export type ShippingMethodRow = typeof shippingMethods.$inferSelect

/** Adds a way to send parcels into a zone, after those that the shop has. */
export function addShippingMethod(ctx: Context, actor: Actor, shopId: string, input: ShippingMethodInput): Promise<ShippingMethodRow> {
  const method = shippingMethodInputSchema.parse(input)

  return inTransaction(ctx, async (ctx) => {
    await lockShopFor(ctx, actor, shopId, 'manager')
    await requireZone(ctx, shopId, method.zoneId)
    const ofShop = eq(shippingMethods.shopId, shopId)
    if ((await ctx.db.$count(shippingMethods, ofShop)) >= METHODS_MOST) throw tooManyShippingMethods(METHODS_MOST)

    const [last] = await ctx.db
      .select({ position: max(shippingMethods.position) })
      .from(shippingMethods)
      .where(ofShop)
    const position = (last?.position ?? -1) + 1
    const [added] = await ctx.db
      .insert(shippingMethods)
      .values({ id: ctx.newId(), shopId, ...method, position })
      .returning()

    await announceShipping(ctx, shopId)
    return added!
  })
}

export async function requireZone(ctx: Context, shopId: string, zoneId: string): Promise<void> {
  const known = and(eq(shippingZones.id, zoneId), eq(shippingZones.shopId, shopId))
  if ((await ctx.db.$count(shippingZones, known)) === 0) throw shippingZoneNotFound()
}
