import { DELIVERY_COUNTRIES } from './countries'

/** What the price of a way of sending depends on. */
export const SHIPPING_RULES = ['flat', 'by_weight', 'by_total'] as const
export type ShippingRule = (typeof SHIPPING_RULES)[number]

/** A step of a price list: up to this many grams, or minor units of goods, it costs that. Null has no end. */
export interface ShippingTier {
  upTo: number | null
  priceMinor: number
}

export interface ShippingTariff {
  rule: ShippingRule
  /** What it always costs; only `flat` has it. */
  priceMinor: number
  /** Upwards, each from above the one before; what is above the last is not carried. Empty where it is `flat`. */
  tiers: readonly ShippingTier[]
  /** From this amount of goods on it costs nothing. */
  freeFromMinor: number | null
}

/** What is sent: what the goods cost before a discount, and what they weigh. */
export interface Parcel {
  itemsMinor: number
  weightGrams: number
}

export interface ShippingZone<M> {
  countries: readonly string[]
  /** Every country that no other zone of the shop names. */
  isElsewhere: boolean
  methods: readonly M[]
}

/** The ways that reach a country: those of every zone that names it, or else those for everywhere else. */
export function methodsTo<M>(zones: readonly ShippingZone<M>[], country: string): M[] {
  const naming = zones.filter(({ countries }) => countries.includes(country))
  const reaching = naming.length > 0 ? naming : zones.filter(({ isElsewhere }) => isElsewhere)
  return reaching.flatMap(({ methods }) => methods)
}

/** Which countries a zone stands for; everywhere else is what is left of those that buyers are asked for. */
export function countriesOf(zones: readonly ShippingZone<unknown>[], zone: ShippingZone<unknown>): readonly string[] {
  if (!zone.isElsewhere) return zone.countries
  const named = new Set(zones.flatMap(({ countries }) => countries))
  return DELIVERY_COUNTRIES.filter((country) => !named.has(country))
}

/** Where a shop sends to in any way, in the order of their letters. */
export const countriesReached = (zones: readonly ShippingZone<unknown>[]): string[] =>
  [...new Set(zones.filter(({ methods }) => methods.length > 0).flatMap((zone) => countriesOf(zones, zone)))].sort()

/** What sending a parcel costs; null where it is more than this way carries. */
export function shippingPrice(tariff: ShippingTariff, parcel: Parcel): number | null {
  const priceMinor = tariff.rule === 'flat' ? tariff.priceMinor : stepOf(tariff, parcel)
  if (priceMinor === null) return null
  return tariff.freeFromMinor !== null && parcel.itemsMinor >= tariff.freeFromMinor ? 0 : priceMinor
}

function stepOf({ rule, tiers }: ShippingTariff, { itemsMinor, weightGrams }: Parcel): number | null {
  const measure = rule === 'by_weight' ? weightGrams : itemsMinor
  return tiers.find(({ upTo }) => upTo === null || measure <= upTo)?.priceMinor ?? null
}

/** The ways that carry a parcel, each with what it costs for it: the cheapest first, of these the fastest. */
export function offersFor<M extends ShippingTariff & { maxDays: number }>(methods: readonly M[], parcel: Parcel): M[] {
  return methods
    .flatMap((method) => {
      const priceMinor = shippingPrice(method, parcel)
      return priceMinor === null ? [] : [{ ...method, priceMinor }]
    })
    .sort((a, b) => a.priceMinor - b.priceMinor || a.maxDays - b.maxDays)
}

/** The least that it costs without being free, and whether it may cost more. */
export function lowestPrice({ rule, priceMinor, tiers }: ShippingTariff): { priceMinor: number; isFrom: boolean } {
  if (rule === 'flat') return { priceMinor, isFrom: false }
  const prices = tiers.map((tier) => tier.priceMinor)
  return { priceMinor: Math.min(...prices), isFrom: new Set(prices).size > 1 }
}
