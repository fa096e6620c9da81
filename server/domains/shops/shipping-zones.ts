import { sql, type SQL } from 'drizzle-orm'
import type { ShippingEstimate } from '#shared/contracts/catalog'
import type { PickupPlace } from '#shared/contracts/shipping'
import { withoutTax } from '#shared/money'
import { countriesOf, lowestPrice, type ShippingTariff, type ShippingZone } from '#shared/shipping'

/** A way to send as buyers meet it: its days count from the order, with those that the shop needs before. */
export interface ShopMethod extends ShippingTariff {
  id: string
  name: string
  minDays: number
  maxDays: number
  /** Where buyers come for it; null where it is sent. */
  pickup: PickupPlace | null
  /** Null until the shop has told. */
  handlingDays: number | null
}

export type ShopZone = ShippingZone<ShopMethod>

/** The zones of the shop that `s` stands for, as JSON in the order they are shown, each with its methods. */
export const zonesSql: SQL = sql.raw(`(
  select coalesce(json_agg(json_build_object('countries', z.countries, 'isElsewhere', z.is_elsewhere, 'methods', (
    select coalesce(json_agg(json_build_object('id', m.id, 'name', m.name, 'rule', m.rule, 'priceMinor', m.price_minor,
      'tiers', m.tiers, 'pickup', m.pickup, 'freeFromMinor', m.free_from_minor, 'minDays', m.min_days + coalesce(s.handling_days, 0),
      'maxDays', m.max_days + coalesce(s.handling_days, 0), 'handlingDays', s.handling_days
    ) order by m.position, m.id), '[]') from shipping_methods m where m.zone_id = z.id
  )) order by z.position, z.id), '[]') from shipping_zones z where z.shop_id = s.id
)`)

/** What a shop says of one of its ways to whoever has not bought yet. Its price is shown less the tax of a rate in basis points. */
export function estimateOf(zones: readonly ShopZone[], zone: ShopZone, method: ShopMethod, shownRateBps: number): ShippingEstimate {
  const { priceMinor, isFrom } = lowestPrice(method)
  return {
    name: method.name,
    priceMinor,
    shownPriceMinor: withoutTax(priceMinor, shownRateBps),
    isFrom,
    freeFromMinor: method.freeFromMinor,
    minDays: method.minDays,
    maxDays: method.maxDays,
    countries: [...countriesOf(zones, zone)],
  }
}
