import { and, eq } from 'drizzle-orm'
import { shippingMethods, shippingZones } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import { shippingZoneInputSchema, type ShippingZoneInput } from '#shared/contracts/shipping'
import { refuseSecondElsewhere } from './add-shipping-zone'
import { announceShipping } from './announce-shipping'
import { lockShopFor } from './lock-shop-for'
import { lastShippingMethod, shippingZoneNotFound } from './shops-errors'

/** Changes which countries a zone has; its ways of sending stay. */
export function changeShippingZone(ctx: Context, actor: Actor, shopId: string, zoneId: string, input: ShippingZoneInput): Promise<void> {
  const zone = shippingZoneInputSchema.parse(input)

  return inTransaction(ctx, async (ctx) => {
    await lockShopFor(ctx, actor, shopId, 'manager')
    if (zone.isElsewhere) await refuseSecondElsewhere(ctx, shopId, zoneId)

    const changed = await ctx.db.update(shippingZones).set(zone).where(zoneIs(shopId, zoneId)).returning({ id: shippingZones.id })
    if (changed.length === 0) throw shippingZoneNotFound()
    await announceShipping(ctx, shopId)
  })
}

/** Takes a zone away with its ways of sending. A shop that sells keeps at least one way. */
export function removeShippingZone(ctx: Context, actor: Actor, shopId: string, zoneId: string): Promise<void> {
  return inTransaction(ctx, async (ctx) => {
    const shop = await lockShopFor(ctx, actor, shopId, 'manager')

    const hadMethods = (await ctx.db.$count(shippingMethods, eq(shippingMethods.zoneId, zoneId))) > 0
    const removed = await ctx.db.delete(shippingZones).where(zoneIs(shopId, zoneId)).returning({ id: shippingZones.id })
    if (removed.length === 0) throw shippingZoneNotFound()
    const left = await ctx.db.$count(shippingMethods, eq(shippingMethods.shopId, shopId))
    if (hadMethods && left === 0 && shop.status === 'active') throw lastShippingMethod()
    await announceShipping(ctx, shopId)
  })
}

const zoneIs = (shopId: string, zoneId: string) => and(eq(shippingZones.id, zoneId), eq(shippingZones.shopId, shopId))
