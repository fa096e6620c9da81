import { z } from 'zod'
import { SHIPPING_RULES, type ShippingRule, type ShippingTier } from '../shipping'
import { countryCodeSchema, postalAddressSchema } from './address'
import { MOST_MINOR } from '../money'
import { idSchema, minorUnitsSchema, priceSchema, textSchema } from './common'

export const TIERS_MOST = 12
export const ZONES_MOST = 20
const DAYS_MOST = 365

const line = (max: number) => textSchema.max(max).regex(/^[^\p{Cc}]*$/u)

/** A set of countries, or without any every country that no other zone of the shop names. */
export const shippingZoneInputSchema = z
  .strictObject({ name: line(60).default(''), countries: z.array(countryCodeSchema).max(250), isElsewhere: z.boolean().default(false) })
  .refine(({ countries, isElsewhere }) => isElsewhere === (countries.length === 0), {
    path: ['countries'],
    message: 'A zone names countries, or is all the others.',
  })
export type ShippingZoneInput = z.input<typeof shippingZoneInputSchema>

export const shippingTierSchema = z.strictObject({ upTo: z.number().int().positive().max(MOST_MINOR).nullable(), priceMinor: priceSchema })

/** Where buyers come for what they bought, and when somebody is there, in the shop's own words. */
export const pickupPlaceSchema = z.strictObject({ address: postalAddressSchema, hours: textSchema.min(1).max(300) })
export type PickupPlace = z.infer<typeof pickupPlaceSchema>

/**
 * A way to send parcels into a zone, or to have them picked up by buyers who live there, for a fee or none. The steps of a price list go upwards (grams, or minor units of goods), and only the last may
 * have no end; a flat price has none.
 */
export const shippingMethodInputSchema = z
  .strictObject({
    zoneId: idSchema,
    name: line(80).min(1),
    rule: z.enum(SHIPPING_RULES).default('flat'),
    priceMinor: priceSchema,
    tiers: z.array(shippingTierSchema).max(TIERS_MOST).default([]),
    freeFromMinor: priceSchema.positive().nullable().default(null),
    pickup: pickupPlaceSchema.nullable().default(null),
    /** Days on the way, or until it can be picked up. */
    minDays: z.number().int().min(0).max(DAYS_MOST),
    maxDays: z.number().int().min(0).max(DAYS_MOST),
  })
  .refine(({ minDays, maxDays }) => minDays <= maxDays, { path: ['maxDays'], message: 'The longest time is below the shortest.' })
  .refine(({ pickup, rule }) => pickup === null || rule === 'flat', { path: ['rule'], message: 'To pick something up has one price.' })
  .refine(goesUpwards, { path: ['tiers'], message: 'The steps go upwards, and only the last one has no end.' })
export type ShippingMethodInput = z.input<typeof shippingMethodInputSchema>

function goesUpwards({ rule, tiers }: { rule: ShippingRule; tiers: readonly ShippingTier[] }): boolean {
  if (rule === 'flat') return tiers.length === 0
  return (
    tiers.length > 0 &&
    tiers.slice(1).every(({ upTo }, index) => {
      const before = tiers[index]!.upTo
      return before !== null && (upTo === null || upTo > before)
    })
  )
}

export const shippingMethodViewSchema = z.object({
  id: idSchema,
  name: z.string(),
  rule: z.enum(SHIPPING_RULES),
  priceMinor: minorUnitsSchema,
  tiers: z.array(shippingTierSchema),
  freeFromMinor: minorUnitsSchema.nullable(),
  pickup: pickupPlaceSchema.nullable(),
  minDays: z.number().int(),
  maxDays: z.number().int(),
})
export type ShippingMethodView = z.infer<typeof shippingMethodViewSchema>

export const shippingZoneViewSchema = z.object({
  id: idSchema,
  /** Empty: called by its countries. */
  name: z.string(),
  countries: z.array(z.string()),
  isElsewhere: z.boolean(),
  methods: z.array(shippingMethodViewSchema),
})
export type ShippingZoneView = z.infer<typeof shippingZoneViewSchema>
