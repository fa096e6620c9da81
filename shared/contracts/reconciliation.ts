import { z } from 'zod'
import { RECONCILED_KINDS, RECONCILED_STATES } from '../lifecycles/balance-entry'
import { currencySchema, cursorSchema, idSchema, minorUnitsSchema, momentSchema, pageOf } from './common'
import { journalSchema } from './orders'
import { payoutNumberSchema } from './payouts'
import { monthSchema } from './shop-money'

/** Without a month the present one, without a currency the marketplace's. */
export const reconciliationQuerySchema = z.object({ month: monthSchema.optional(), currency: currencySchema.optional() })
export type ReconciliationQuery = z.output<typeof reconciliationQuerySchema>

/** What the provider says, what our books say, and the first less the second. */
const comparedSchema = z.object({ theirsMinor: minorUnitsSchema, oursMinor: minorUnitsSchema, differenceMinor: minorUnitsSchema })
export type Compared = z.infer<typeof comparedSchema>

export const reconciliationSchema = z.object({
  month: monthSchema,
  currency: currencySchema,
  /** Those in which something was booked, the marketplace's first. */
  currencies: z.array(currencySchema),
  /** The newest first, as far back as something was booked. */
  months: z.array(monthSchema),
  /** There is a payment provider whose book can be read. */
  canRead: z.boolean(),
  /** Since when somebody reads, and why the provider could not be asked the last time; null while nobody does. */
  reading: z.object({ since: momentSchema, problem: z.string() }).nullable(),
  /** When it was last read to its end; null before the first time. */
  readAt: momentSchema.nullable(),
  /** What there is today, by all that was ever booked. */
  balance: comparedSchema.extend({
    /** What of the difference is too young to worry about. */
    underWayMinor: minorUnitsSchema,
  }),
  /** What began in the month, by kind. */
  kinds: z.array(comparedSchema.extend({ kind: z.enum(RECONCILED_KINDS), count: z.number().int() })),
  total: comparedSchema,
  /** Differences of any month that are older than the time of grace. */
  openCount: z.number().int(),
})
export type Reconciliation = z.infer<typeof reconciliationSchema>

export const reconciledItemQuerySchema = reconciliationQuerySchema.extend({
  /** What began in the month, or the differences of any month that are older than the time of grace. */
  view: z.enum(['month', 'open']).default('month'),
  cursor: cursorSchema.optional(),
})
export type ReconciledItemQuery = z.output<typeof reconciledItemQuerySchema>

/** One payment, refund, dispute, payout or fee. */
export const reconciledItemSchema = z.object({
  /** Unique together with the kind. */
  id: idSchema,
  kind: z.enum(RECONCILED_KINDS),
  state: z.enum(RECONCILED_STATES),
  at: momentSchema,
  currency: currencySchema,
  /** Null where they say nothing. */
  theirsMinor: minorUnitsSchema.nullable(),
  oursMinor: minorUnitsSchema.nullable(),
  differenceMinor: minorUnitsSchema,
  /** The provider's own ids of its lines. */
  providerIds: z.array(z.string()),
  /** What it is about, where Souk knows it. */
  groupNumber: z.string().nullable(),
  payoutNumber: payoutNumberSchema.nullable(),
  journals: z.array(journalSchema),
})
export type ReconciledItem = z.infer<typeof reconciledItemSchema>
export const reconciledItemPageSchema = pageOf(reconciledItemSchema)
