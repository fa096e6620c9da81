import { z } from 'zod'
import { countryCodeSchema } from './address'
import { idSchema, momentSchema } from './common'

/** Basis points: 1,900 is 19 %. */
const rateSchema = z.number().int().min(0).max(10_000)

export const taxRateSchema = z.object({
  id: idSchema,
  country: countryCodeSchema,
  /** Null for everything that no category has a rate for. */
  category: z.object({ id: idSchema, name: z.string() }).nullable(),
  rateBps: rateSchema,
  validFrom: momentSchema,
  /** `replaced`: a later one has begun. */
  state: z.enum(['current', 'later', 'replaced']),
})
export type TaxRate = z.infer<typeof taxRateSchema>

export const taxRatesSchema = z.object({
  /** What holds where a country has no rate of its own, by country. */
  builtIn: z.array(z.object({ country: countryCodeSchema, rateBps: rateSchema })),
  /** By country, the one for everything first, then by category and the latest first. */
  rates: z.array(taxRateSchema),
})
export type TaxRates = z.infer<typeof taxRatesSchema>

/** Sets what holds from a moment on, now unless told; not in the past. A category's rate holds for all below it. */
export const setTaxRateSchema = z.strictObject({
  country: countryCodeSchema,
  categoryId: idSchema.nullish(),
  rateBps: rateSchema,
  validFrom: momentSchema.nullish(),
})
export type SetTaxRate = z.output<typeof setTaxRateSchema>
