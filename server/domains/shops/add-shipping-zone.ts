import { and, eq, max, ne } from 'drizzle-orm'
import { shippingZones } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { shippingZoneInputSchema, ZONES_MOST, type ShippingZoneInput } from '#shared/contracts/shipping'
import { announceShipping } from './announce-shipping'
import { lockShopFor } from './lock-shop-for'
import { elsewhereTaken, tooManyShippingZones } from './shops-errors'

export type ShippingZoneRow = typeof shippingZones.$inferSelect

/** Adds a set of countries, after those that the shop has. Nothing is sent there until it has a way of sending, also where another zone is for everywhere else. */
export function addShippingZone(ctx: Context, actor: Actor, shopId: string, input: ShippingZoneInput): Promise<ShippingZoneRow> {
  const zone = shippingZoneInputSchema.parse(input)

  return inTransaction(ctx, async (ctx) => {
    await lockShopFor(ctx, actor, shopId, 'manager')
    const ofShop = eq(shippingZones.shopId, shopId)
    if ((await ctx.db.$count(shippingZones, ofShop)) >= ZONES_MOST) throw tooManyShippingZones(ZONES_MOST)
    if (zone.isElsewhere) await refuseSecondElsewhere(ctx, shopId)

    const [last] = await ctx.db
      .select({ position: max(shippingZones.position) })
      .from(shippingZones)
      .where(ofShop)
    const position = (last?.position ?? -1) + 1
    const [added] = await ctx.db
      .insert(shippingZones)
      .values({ id: ctx.newId(), shopId, ...zone, position })
      .returning()

    await announceShipping(ctx, shopId)
    return added!
  })
}

/** Under the shop's lock: at most one zone stands for everywhere else. */
export async function refuseSecondElsewhere(ctx: Context, shopId: string, zoneId?: string): Promise<void> {
  const another = and(
    eq(shippingZones.shopId, shopId),
    eq(shippingZones.isElsewhere, true),
    zoneId ? ne(shippingZones.id, zoneId) : undefined,
  )
  if ((await ctx.db.$count(shippingZones, another)) > 0) throw elsewhereTaken()
}
