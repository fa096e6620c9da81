import { sql } from 'drizzle-orm'
import { check, date, index, pgTable, primaryKey, text, uniqueIndex, uuid, type AnyPgColumn } from 'drizzle-orm/pg-core'
import { PAYOUT_METHODS, PAYOUT_STATUSES } from '../../shared/lifecycles/payout'
import { createdAt, currencyCode, minorUnits, moment, oneOf, primaryId, status } from '../columns'
import { ledgerEntries } from './ledger'
import { shops } from './shops'

/** The days on which shops are paid; one that began and was cut off is gone on with. */
export const payoutRuns = pgTable('payout_runs', {
  /** The day by the calendar, in UTC. */
  period: date({ mode: 'string' }).primaryKey(),
  startedAt: createdAt(),
  finishedAt: moment(),
})

/** Money out to a shop: the sum of the entries of its `shop_available` account that it claims. */
export const payouts = pgTable(
  'payouts',
  {
    id: primaryId(),
    shopId: uuid()
      .notNull()
      .references(() => shops.id),
    /** What stands on the transfer, `P-7KQ2-M9XD`. */
    number: text().notNull().unique('payouts_number_taken'),
    /** The day on which it was due. */
    period: date({ mode: 'string' }).notNull(),
    method: status(PAYOUT_METHODS).notNull(),
    status: status(PAYOUT_STATUSES).notNull().default('requested'),
    amountMinor: minorUnits().notNull(),
    currency: currencyCode().notNull(),
    /** Where it goes, as it was when it was asked for: a bank account, or one at the payment provider. */
    holder: text().notNull().default(''),
    iban: text().notNull().default(''),
    providerAccountId: text(),
    providerTransferId: text().unique('payouts_transfer_taken'),
    /** Why it failed or is not on its way yet: the words of an admin, or the provider's own code. */
    problem: text().notNull().default(''),
    /** The payout that failed, in whose place this one is. */
    replacesId: uuid()
      .unique('one_payout_in_place_of_another')
      .references((): AnyPgColumn => payouts.id),
    /** When the provider was last asked to send it: nobody else asks until that is long over. */
    triedAt: moment(),
    createdAt: createdAt(),
    sentAt: moment(),
    settledAt: moment(),
  },
  (table) => [
    uniqueIndex('one_payout_a_shop_and_period')
      .on(table.shopId, table.period)
      .where(sql`${table.replacesId} is null`),
    index('payouts_by_status').on(table.status, table.createdAt.desc()),
    index('payouts_of_shop').on(table.shopId, table.createdAt.desc()),
    check('payouts_amount_positive', sql`${table.amountMinor} > 0`),
    check('payouts_status_known', oneOf(table.status, PAYOUT_STATUSES)),
    check('payouts_method_known', oneOf(table.method, PAYOUT_METHODS)),
    check(
      'payouts_go_somewhere',
      sql`case ${table.method} when 'bank' then ${table.iban} <> '' else ${table.providerAccountId} is not null end`,
    ),
  ],
)

/** What a payout is made of. What a failed one claimed is free to be claimed again, and stays written. */
export const payoutEntries = pgTable(
  'payout_entries',
  {
    payoutId: uuid()
      .notNull()
      .references(() => payouts.id),
    ledgerEntryId: uuid()
      .notNull()
      .references(() => ledgerEntries.id),
    /** When its payout failed. */
    endedAt: moment(),
  },
  (table) => [
    primaryKey({ columns: [table.payoutId, table.ledgerEntryId] }),
    uniqueIndex('one_claim_an_entry')
      .on(table.ledgerEntryId)
      .where(sql`${table.endedAt} is null`),
  ],
)
