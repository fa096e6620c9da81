import { z } from 'zod'
import { ATTACHMENT_MAX_MEGABYTES } from '../lifecycles/chat'
import { PAYOUT_SCHEDULES } from '../lifecycles/payout'
import { PRICES_SHOWN } from '../prices-shown'
import { currencySchema, minorUnitsSchema, momentSchema, slugSchema, textSchema } from './common'

/** The settings that admins change on their page. */
export const ADMIN_SETTINGS = [
  'shopsNeedApproval',
  'productReview',
  'bannedWords',
  'chatRefusedWords',
  'chatHeldWords',
  'chatMaskContacts',
  'chatHoldLinks',
  'messagesAMinute',
  'chatPictureMegabytes',
  'chatFileMegabytes',
  'pinnedPopular',
  'pinnedNewest',
  'payoutSchedule',
  'payoutWeekday',
  'payoutMinimumMinor',
  'disputeFeeMinor',
  'pricesShown',
] as const
export type AdminSetting = (typeof ADMIN_SETTINGS)[number]

/** The rows of the home page that begin with what an admin has chosen. */
export const PINNED_ROWS = ['pinnedPopular', 'pinnedNewest'] as const
export type PinnedRow = (typeof PINNED_ROWS)[number]
export const PINNED_MAX = 8

export const BANNED_WORDS_MAX = 1000
export const BANNED_WORD_MAX = 60

const wordsSchema = z.array(textSchema.min(1).max(BANNED_WORD_MAX)).max(BANNED_WORDS_MAX)
/** The settings that are lists of words. */
export const WORD_LISTS = ['bannedWords', 'chatRefusedWords', 'chatHeldWords'] as const
export type WordList = (typeof WORD_LISTS)[number]

/** Who earns that much is paid. */
export const PAYOUT_MINIMUM_MAX = 10_000_000

export const DISPUTE_FEE_MAX = 1_000_000

/** How many messages a person may write a minute at least and at most. */
export const MESSAGES_A_MINUTE = { min: 2, max: 1000 }

const settingsFields = {
  /** A shop sells only once an admin has looked at it. */
  shopsNeedApproval: z.boolean(),
  /** An admin or a moderator looks at each product before it goes live. */
  productReview: z.boolean(),
  /** No product goes live that has one of these in its words. */
  bannedWords: wordsSchema,
  /** No message is sent that says one of these; one that says one of those waits for a moderator. */
  chatRefusedWords: wordsSchema,
  chatHeldWords: wordsSchema,
  /** Until the two have an order, what one could be reached by elsewhere is made unreadable in messages. */
  chatMaskContacts: z.boolean(),
  /** Until the two have an order, messages with links that lead away wait for a moderator. */
  chatHoldLinks: z.boolean(),
  /** So many messages a person may write a minute, and half of it on the first day of their account. */
  messagesAMinute: z.number().int().min(MESSAGES_A_MINUTE.min).max(MESSAGES_A_MINUTE.max),
  /** How large a picture and any other file in a conversation may be, in megabytes. */
  chatPictureMegabytes: z.number().int().min(1).max(ATTACHMENT_MAX_MEGABYTES),
  chatFileMegabytes: z.number().int().min(1).max(ATTACHMENT_MAX_MEGABYTES),
  /** The addresses of products that the home page shows first in a row, in order. */
  pinnedPopular: z.array(slugSchema).max(PINNED_MAX),
  pinnedNewest: z.array(slugSchema).max(PINNED_MAX),
  /** Shops are paid once a week, or on the first of each month. */
  payoutSchedule: z.enum(PAYOUT_SCHEDULES),
  /** Of a weekly schedule: 1 is Monday, 7 is Sunday. */
  payoutWeekday: z.number().int().min(1).max(7),
  /** Less than that waits for the next time. */
  payoutMinimumMinor: minorUnitsSchema.min(1).max(PAYOUT_MINIMUM_MAX),
  /** What a shop pays for each dispute that is lost. */
  disputeFeeMinor: minorUnitsSchema.min(0).max(DISPUTE_FEE_MAX),
  /** Whether shoppers see prices with the tax inside; what they pay is the same. */
  pricesShown: z.enum(PRICES_SHOWN),
}

/** One change of a setting; of a list, what came and what went. */
export const settingChangeSchema = z.object({
  key: z.enum(ADMIN_SETTINGS),
  /** Of what is on or off, and of one choice or amount; null for a list. */
  to: z.union([z.boolean(), z.string(), z.number()]).nullable(),
  added: z.array(z.string()),
  removed: z.array(z.string()),
  /** Null for the marketplace's own tools, and for who is gone. */
  by: z.string().nullable(),
  at: momentSchema,
})
export type SettingChange = z.infer<typeof settingChangeSchema>

export const adminSettingsSchema = z.object({
  ...settingsFields,
  /** Of the marketplace's amounts. */
  currency: currencySchema,
  /** To be given back with a change. */
  version: z.number().int(),
  /** The latest changes, the newest first. */
  changes: z.array(settingChangeSchema),
})
export type AdminSettings = z.infer<typeof adminSettingsSchema>

/** What is left out stays; with `version` it is refused when somebody has changed a setting since. */
export const changeSettingsSchema = z.strictObject(settingsFields).partial().extend({ version: z.number().int().optional() })
export type ChangeSettings = z.input<typeof changeSettingsSchema>
