import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { LEDGER_ACCOUNT_KINDS, LEDGER_JOURNAL_KINDS } from '../../shared/lifecycles/ledger'
import { createdAt, currencyCode, minorUnits, moment, oneOf, primaryId, status } from '../columns'
import { orders, orderLines } from './orders'
import { shops } from './shops'

/** A pot of the double-entry ledger: one a kind for the marketplace, one a kind for each shop. */
export const ledgerAccounts = pgTable(
  'ledger_accounts',
  {
    id: primaryId(),
    kind: status(LEDGER_ACCOUNT_KINDS).notNull(),
    shopId: uuid().references(() => shops.id),
    currency: currencyCode().notNull(),
    /** Kept for shops' accounts only: one busy row for the marketplace would queue every checkout. */
    balanceMinor: minorUnits().notNull().default(0),
  },
  (table) => [
    unique('one_account_a_kind_and_shop').on(table.kind, table.shopId, table.currency).nullsNotDistinct(),
    index('ledger_accounts_of_shop').on(table.shopId),
    check('ledger_accounts_kind_known', oneOf(table.kind, LEDGER_ACCOUNT_KINDS)),
  ],
)

/** One event in the books; its entries sum to zero per currency, which a deferred trigger proves at commit. */
export const ledgerJournals = pgTable(
  'ledger_journals',
  {
    id: primaryId(),
    kind: status(LEDGER_JOURNAL_KINDS).notNull(),
    sourceType: text().notNull(),
    sourceId: uuid().notNull(),
    /** The order whose money it is; null for money that never became one. */
    orderId: uuid().references(() => orders.id),
    postedAt: moment().notNull(),
  },
  (table) => [
    index('ledger_journals_of_order').on(table.orderId),
    index('ledger_journals_by_time').on(table.postedAt),
    unique('one_journal_a_source').on(table.kind, table.sourceType, table.sourceId),
    check('ledger_journals_kind_known', oneOf(table.kind, LEDGER_JOURNAL_KINDS)),
  ],
)

/** An amount into (positive) or out of (negative) an account. Append-only. */
export const ledgerEntries = pgTable(
  'ledger_entries',
  {
    id: primaryId(),
    journalId: uuid()
      .notNull()
      .references(() => ledgerJournals.id),
    accountId: uuid()
      .notNull()
      .references(() => ledgerAccounts.id),
    amountMinor: minorUnits().notNull(),
    currency: currencyCode().notNull(),
  },
  (table) => [index('ledger_entries_of_journal').on(table.journalId), index('ledger_entries_of_account').on(table.accountId, table.id)],
)

/** The marketplace's share by rule, of whatever it names; the first that matches wins. One that was used is only ever ended. */
export const commissionRules = pgTable(
  'commission_rules',
  {
    id: primaryId(),
    position: integer().notNull(),
    shopId: uuid().references(() => shops.id),
    /** With all below it. No reference: what has ended outlives the category. */
    categoryId: uuid(),
    rateBps: integer().notNull(),
    validFrom: createdAt(),
    validTo: moment(),
  },
  (table) => [
    index('commission_rules_in_order').on(table.position),
    check('commission_rules_rate_known', sql`${table.rateBps} between 0 and 10000`),
    check('commission_rules_end_after_they_begin', sql`${table.validTo} > ${table.validFrom}`),
  ],
)

/** The commission of an order line, frozen at placement; a refund adds a negative one. */
export const commissionLines = pgTable(
  'commission_lines',
  {
    id: primaryId(),
    orderId: uuid()
      .notNull()
      .references(() => orders.id),
    /** Null for the share of shipping. */
    orderLineId: uuid().references(() => orderLines.id),
    /** Null for the marketplace's usual rate, and for what was given back. */
    ruleId: uuid().references(() => commissionRules.id),
    rateBps: integer().notNull(),
    amountMinor: minorUnits().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index('commission_lines_of_order').on(table.orderId),
    index('commission_lines_of_rule')
      .on(table.ruleId)
      .where(sql`${table.ruleId} is not null`),
  ],
)
