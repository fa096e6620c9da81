import { z } from 'zod'
import { countryCodeSchema } from '#shared/contracts/address'
import { currencySchema, slugSchema } from '#shared/contracts/common'
import { BANNED_WORDS_MAX, BANNED_WORD_MAX, PAYOUT_MINIMUM_MAX, PINNED_MAX } from '#shared/contracts/marketplace-settings'
import { PAYOUT_SCHEDULES, type PayoutSchedule } from '#shared/lifecycles/payout'

/** Every setting: its shape, and what holds until an admin says otherwise. */
export const KNOWN_SETTINGS = {
  /** The one currency of the marketplace. */
  currency: { schema: currencySchema, initially: 'EUR' },
  /** Where buyers are taken to be until they say where to send to. */
  country: { schema: countryCodeSchema, initially: 'DE' },
  /** The marketplace's share of a sale where no commission rule says otherwise, in basis points. */
  commissionBps: { schema: z.number().int().min(0).max(10_000), initially: 1000 },
  /** So many days after an order is completed its earnings are the shop's to take: as long as buyers may send things back. */
  releaseDays: { schema: z.number().int().min(0).max(90), initially: 14 },
  /** So many days after its last parcel left an order counts as completed, where nobody said that it arrived. */
  completeDays: { schema: z.number().int().min(1).max(90), initially: 21 },
  /** When shops are paid what is free: once a week on a weekday, or on the first of each month. Days are counted in UTC. */
  payoutSchedule: { schema: z.enum(PAYOUT_SCHEDULES), initially: 'weekly' as PayoutSchedule },
  /** 1 is Monday, 7 is Sunday. */
  payoutWeekday: { schema: z.number().int().min(1).max(7), initially: 1 },
  /** Less than that waits for the next time. */
  payoutMinimumMinor: { schema: z.number().int().min(1).max(PAYOUT_MINIMUM_MAX), initially: 1000 },
  /** A shop sells only once an admin has looked at it; otherwise as soon as it is complete. */
  shopsNeedApproval: { schema: z.boolean(), initially: true },
  /** An admin looks at each product before it goes live. */
  productReview: { schema: z.boolean(), initially: true },
  /** No product goes live that has one of these in its words. */
  bannedWords: { schema: z.array(z.string().trim().min(1).max(BANNED_WORD_MAX)).max(BANNED_WORDS_MAX), initially: [] as string[] },
  /** What the home page shows first in its row of popular products, and of new ones, by address. */
  pinnedPopular: { schema: z.array(slugSchema).max(PINNED_MAX), initially: [] as string[] },
  pinnedNewest: { schema: z.array(slugSchema).max(PINNED_MAX), initially: [] as string[] },
} as const satisfies Record<string, { schema: z.ZodType; initially: unknown }>

export type SettingKey = keyof typeof KNOWN_SETTINGS
export type Settings = { [K in SettingKey]: z.output<(typeof KNOWN_SETTINGS)[K]['schema']> }
