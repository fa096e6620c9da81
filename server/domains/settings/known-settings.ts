import { z } from 'zod'
import { countryCodeSchema } from '#shared/contracts/address'
import { ATTACHMENT_MAX_MEGABYTES } from '#shared/lifecycles/chat'
import { currencySchema, slugSchema } from '#shared/contracts/common'
import {
  BANNED_WORDS_MAX,
  BANNED_WORD_MAX,
  DISPUTE_FEE_MAX,
  MESSAGES_A_MINUTE,
  PAYOUT_MINIMUM_MAX,
  PINNED_MAX,
} from '#shared/contracts/marketplace-settings'
import { PAYOUT_SCHEDULES, type PayoutSchedule } from '#shared/lifecycles/payout'
import { PRICES_SHOWN, type PricesShown } from '#shared/prices-shown'

const wordsSchema = z.array(z.string().trim().min(1).max(BANNED_WORD_MAX)).max(BANNED_WORDS_MAX)

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
  /** So many days after a buyer wants to give something back, or has sent it, the shop that does nothing is reminded. */
  returnReminderDays: { schema: z.number().int().min(1).max(30), initially: 3 },
  /** So many days after its latest step a return is over: one that was decided, or that was never sent. */
  returnCloseDays: { schema: z.number().int().min(7).max(365), initially: 30 },
  /** When shops are paid what is free: once a week on a weekday, or on the first of each month. Days are counted in UTC. */
  payoutSchedule: { schema: z.enum(PAYOUT_SCHEDULES), initially: 'weekly' as PayoutSchedule },
  /** 1 is Monday, 7 is Sunday. */
  payoutWeekday: { schema: z.number().int().min(1).max(7), initially: 1 },
  /** Less than that waits for the next time. */
  payoutMinimumMinor: { schema: z.number().int().min(1).max(PAYOUT_MINIMUM_MAX), initially: 1000 },
  /** What a shop pays for each dispute that is lost, towards what the provider takes for it. */
  disputeFeeMinor: { schema: z.number().int().min(0).max(DISPUTE_FEE_MAX), initially: 0 },
  /** Whether shoppers see prices with the tax inside. They are entered, kept and paid with it either way. */
  pricesShown: { schema: z.enum(PRICES_SHOWN), initially: 'withTax' as PricesShown },
  /** A shop sells only once an admin has looked at it; otherwise as soon as it is complete. */
  shopsNeedApproval: { schema: z.boolean(), initially: true },
  /** An admin looks at each product before it goes live. */
  productReview: { schema: z.boolean(), initially: true },
  /** So many messages a person may write a minute, and half of it on the first day of their account. */
  messagesAMinute: { schema: z.number().int().min(MESSAGES_A_MINUTE.min).max(MESSAGES_A_MINUTE.max), initially: 20 },
  /** No product goes live that has one of these in its words. */
  bannedWords: { schema: wordsSchema, initially: [] as string[] },
  /** How large a picture and any other file in a conversation may be, in megabytes. */
  chatPictureMegabytes: { schema: z.number().int().min(1).max(ATTACHMENT_MAX_MEGABYTES), initially: 10 },
  chatFileMegabytes: { schema: z.number().int().min(1).max(ATTACHMENT_MAX_MEGABYTES), initially: 20 },
  /** No message is sent that says one of these; one that says one of those waits for a moderator. */
  chatRefusedWords: { schema: wordsSchema, initially: [] as string[] },
  chatHeldWords: { schema: wordsSchema, initially: ['western union', 'moneygram', 'paysafecard'] as string[] },
  /** Until the two have an order: addresses, numbers and links that lead away are made unreadable; links wait for a moderator. */
  chatMaskContacts: { schema: z.boolean(), initially: false },
  chatHoldLinks: { schema: z.boolean(), initially: false },
  /** What the home page shows first in its row of popular products, and of new ones, by address. */
  pinnedPopular: { schema: z.array(slugSchema).max(PINNED_MAX), initially: [] as string[] },
  pinnedNewest: { schema: z.array(slugSchema).max(PINNED_MAX), initially: [] as string[] },
} as const satisfies Record<string, { schema: z.ZodType; initially: unknown }>

export type SettingKey = keyof typeof KNOWN_SETTINGS
export type Settings = { [K in SettingKey]: z.output<(typeof KNOWN_SETTINGS)[K]['schema']> }
