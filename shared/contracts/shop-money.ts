import { z } from 'zod'
import { currencySchema, cursorSchema, idSchema, minorUnitsSchema, momentSchema, pageOf } from './common'
import { payoutNumberSchema, payoutViewSchema } from './payouts'

/** A month of the calendar, `2026-11`; it begins and ends in UTC. */
export const monthSchema = z.string().regex(/^20\d\d-(?:0[1-9]|1[0-2])$/)

/** Why a shop is not paid next time, as it is now. */
export const PAYOUT_OBSTACLES = [
  'no_account',
  'account_unfinished',
  'account_checked',
  'account_stopped',
  'suspended',
  'owes',
  'too_little',
] as const
export type PayoutObstacle = (typeof PAYOUT_OBSTACLES)[number]

/** What a shop is owed, when it is paid, what it was paid and what each month came to. */
export const shopMoneySchema = z.object({
  currency: currencySchema,
  /** Less than zero is what the shop owes. */
  pendingMinor: minorUnitsSchema,
  availableMinor: minorUnitsSchema,
  heldMinor: minorUnitsSchema,
  nextPayout: z.object({ on: z.iso.date(), minimumMinor: minorUnitsSchema, obstacle: z.enum(PAYOUT_OBSTACLES).nullable() }),
  /** The latest. */
  payouts: z.array(payoutViewSchema),
  /** The newest first, as far back as something was booked. */
  months: z.array(
    z.object({
      month: monthSchema,
      /** Of sales, after commission and refunds. */
      earnedMinor: minorUnitsSchema,
      /** Below zero: it left for the shop's account. */
      paidOutMinor: minorUnitsSchema,
      closingMinor: minorUnitsSchema,
    }),
  ),
})
export type ShopMoney = z.infer<typeof shopMoneySchema>

/** What a shop's balance of a month is made of: the closing is the opening and all the rest. */
export const statementSchema = z.object({
  month: monthSchema,
  currency: currencySchema,
  openingMinor: minorUnitsSchema,
  salesMinor: minorUnitsSchema,
  shippingMinor: minorUnitsSchema,
  /** Below zero, as refunds and payouts are. */
  commissionMinor: minorUnitsSchema,
  refundsMinor: minorUnitsSchema,
  commissionBackMinor: minorUnitsSchema,
  /** Of payments that buyers' banks took back for good, less the commission on them, and what that cost. */
  disputesMinor: minorUnitsSchema,
  payoutsMinor: minorUnitsSchema,
  /** Of payouts that did not get there. */
  payoutsBackMinor: minorUnitsSchema,
  closingMinor: minorUnitsSchema,
})
export type Statement = z.infer<typeof statementSchema>

/** What changes a shop's balance. */
export const STATEMENT_KINDS = ['sale', 'refund', 'promotion_back', 'dispute_lost', 'dispute_fee', 'payout', 'payout_failed'] as const

export const statementLineSchema = z.object({
  id: idSchema,
  at: momentSchema,
  kind: z.enum(STATEMENT_KINDS),
  orderNumber: z.string().nullable(),
  payoutNumber: payoutNumberSchema.nullable(),
  /** What was sold or went back or was paid out, before commission. */
  grossMinor: minorUnitsSchema,
  /** Below zero where it was taken, above where it came back. */
  commissionMinor: minorUnitsSchema,
  amountMinor: minorUnitsSchema,
})
export type StatementLine = z.infer<typeof statementLineSchema>

export const statementLineQuerySchema = z.object({ cursor: cursorSchema.optional() })
export const statementLinePageSchema = pageOf(statementLineSchema)
