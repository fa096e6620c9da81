import type { z } from 'zod'
import { countryCodeSchema } from '#shared/contracts/address'
import { currencySchema } from '#shared/contracts/common'

/** Every setting: its shape, and what holds until an admin says otherwise. */
export const KNOWN_SETTINGS = {
  /** The one currency of the marketplace. */
  currency: { schema: currencySchema, initially: 'EUR' },
  /** Where buyers are taken to be until they say where to send to. */
  country: { schema: countryCodeSchema, initially: 'DE' },
} as const satisfies Record<string, { schema: z.ZodType; initially: unknown }>

export type SettingKey = keyof typeof KNOWN_SETTINGS
export type Settings = { [K in SettingKey]: z.output<(typeof KNOWN_SETTINGS)[K]['schema']> }
