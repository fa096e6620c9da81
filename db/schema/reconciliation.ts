import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { BALANCE_ENTRY_KINDS } from '../../shared/lifecycles/balance-entry'
import { createdAt, currencyCode, minorUnits, moment, oneOf, primaryId, status } from '../columns'

/** The payment provider's book about the marketplace's balance, as it was read. Append-only. */
export const providerBalanceEntries = pgTable(
  'provider_balance_entries',
  {
    id: primaryId(),
    provider: text().notNull(),
    /** The provider's own id of the line. */
    entryId: text().notNull(),
    kind: status(BALANCE_ENTRY_KINDS).notNull(),
    /** What came, or below zero what went, before the fee. */
    amountMinor: minorUnits().notNull(),
    /** What the provider keeps; below zero what it gives back. */
    feeMinor: minorUnits().notNull(),
    currency: currencyCode().notNull(),
    /** The provider's own id of the charge, refund, dispute, transfer, reversal or payout. */
    sourceId: text(),
    at: moment().notNull(),
    availableAt: moment().notNull(),
    readAt: createdAt(),
  },
  (table) => [
    unique('one_row_a_balance_entry').on(table.provider, table.entryId),
    index('provider_balance_entries_by_time').on(table.at),
    index('provider_balance_entries_of_source').on(table.sourceId),
    check('provider_balance_entries_kind_known', oneOf(table.kind, BALANCE_ENTRY_KINDS)),
  ],
)

/** The times that the provider's book was read; one at a time, and one that was cut off is gone on with. */
export const balanceReads = pgTable(
  'balance_reads',
  {
    id: primaryId(),
    /** Who asked for it; null for the clock. */
    askedBy: uuid(),
    askedAt: createdAt(),
    /** From when on the book is read. */
    since: moment().notNull(),
    /** The page that comes next; null for the first. */
    cursor: text(),
    /** How many lines were new. */
    newCount: integer().notNull().default(0),
    /** Why the provider could not be asked the last time, by the code of the error. */
    problem: text().notNull().default(''),
    finishedAt: moment(),
    /** How many differences were older than the time of grace then. */
    openCount: integer(),
  },
  (table) => [
    uniqueIndex('one_balance_read_at_once')
      .on(sql`(${table.finishedAt} is null)`)
      .where(sql`${table.finishedAt} is null`),
    index('balance_reads_by_end').on(table.finishedAt),
  ],
)
