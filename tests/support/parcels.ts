import { shippingMethods, shippingZones } from '#db/schema'
import { addShippingMethod, addShippingZone, type ShippingMethodRow } from '#server/domains/shops'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { ShippingMethodInput } from '#shared/contracts/shipping'

/** A zone with one way of sending into it: 4.90, two to four days. Without countries it is everywhere else. */
export type NewParcel = Partial<Omit<ShippingMethodInput, 'zoneId'>> & { countries?: string[] }

const PARCEL = { name: 'Parcel', priceMinor: 490, minDays: 2, maxDays: 4 }

/** As a seller sets it up. */
export async function addParcel(ctx: Context, seller: Actor, shopId: string, over: NewParcel = {}): Promise<ShippingMethodRow> {
  const { countries = ['DE'], ...method } = over
  const zone = await addShippingZone(ctx, seller, shopId, { countries, isElsewhere: countries.length === 0 })
  return addShippingMethod(ctx, seller, shopId, { ...PARCEL, ...method, zoneId: zone.id })
}

/** By its rows alone. */
export async function insertParcel(ctx: Context, shopId: string, over: NewParcel & { id?: string } = {}): Promise<ShippingMethodRow> {
  const { countries = ['DE'], ...method } = over
  const zoneId = ctx.newId()
  await ctx.db.insert(shippingZones).values({ id: zoneId, shopId, countries, isElsewhere: countries.length === 0 })
  const [row] = await ctx.db
    .insert(shippingMethods)
    .values({ id: ctx.newId(), shopId, zoneId, ...PARCEL, ...method })
    .returning()
  return row!
}
