import { z } from 'zod'
import { PAYOUT_METHODS, PAYOUT_STATUSES } from '../lifecycles/payout'
import { currencySchema, cursorSchema, idSchema, minorUnitsSchema, momentSchema, pageOf, textSchema } from './common'

/** What stands on the transfer, `P-7KQ2-M9XD`. */
export const payoutNumberSchema = z.string().regex(/^P-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/)
/** So many are shown, taken as a list and marked at once. */
export const PAYOUT_LIST_MAX = 100

export const payoutViewSchema = z.object({
  number: payoutNumberSchema,
  status: z.enum(PAYOUT_STATUSES),
  method: z.enum(PAYOUT_METHODS),
  /** The day it was due, in UTC. */
  period: z.iso.date(),
  amountMinor: minorUnitsSchema,
  currency: currencySchema,
  /** The end of the bank account; null for an account at the payment provider. */
  account: z.string().nullable(),
  /** Why it failed or is not on its way yet: an admin's words, or the provider's own code. */
  problem: z.string(),
  createdAt: momentSchema,
  sentAt: momentSchema.nullable(),
  settledAt: momentSchema.nullable(),
})
export type PayoutView = z.infer<typeof payoutViewSchema>

export const adminPayoutSchema = payoutViewSchema.extend({
  shop: z.object({ id: idSchema, name: z.string() }),
  holder: z.string(),
  /** It failed, and another payout has taken along what it was for. */
  isReplaced: z.boolean(),
})
export type AdminPayout = z.infer<typeof adminPayoutSchema>

export const adminPayoutQuerySchema = z.object({
  status: z.enum(PAYOUT_STATUSES).default('requested'),
  cursor: cursorSchema.optional(),
})
export type AdminPayoutQuery = z.output<typeof adminPayoutQuerySchema>

const totalSchema = z.object({ count: z.number().int(), amountMinor: minorUnitsSchema })
export const adminPayoutListSchema = pageOf(adminPayoutSchema).extend({
  /** Of those that somebody has to do something about. */
  totals: z.object({ requested: totalSchema, sent: totalSchema, failed: totalSchema }),
  currency: currencySchema,
  /** The next day on which shops are paid. */
  nextOn: z.iso.date(),
})
export type AdminPayoutList = z.infer<typeof adminPayoutListSchema>

/** Numbers with commas between them. */
export const bankListQuerySchema = z.object({
  numbers: z
    .string()
    .max(PAYOUT_LIST_MAX * 12)
    .transform((text) => text.split(','))
    .pipe(z.array(payoutNumberSchema).min(1).max(PAYOUT_LIST_MAX)),
})

/** A line of the list for the bank; `amount` as in `24.90`. */
export interface BankTransfer {
  reference: string
  shop: string
  recipient: string
  iban: string
  amount: string
  currency: string
}

export const markPayoutsSchema = z.strictObject({
  numbers: z.array(payoutNumberSchema).min(1).max(PAYOUT_LIST_MAX),
  /** Handed to the bank, or arrived. */
  status: z.enum(['sent', 'paid']),
})
export type MarkPayouts = z.output<typeof markPayoutsSchema>

export const failPayoutSchema = z.strictObject({ reason: textSchema.min(1).max(500) })
export type FailPayout = z.output<typeof failPayoutSchema>
