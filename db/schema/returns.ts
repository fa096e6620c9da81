import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { PostalAddress } from '../../shared/contracts/address'
import { RETURN_HANDLINGS, RETURN_REASONS, RETURN_REFUSALS, RETURN_STATUSES } from '../../shared/lifecycles/return'
import { minorUnits, moment, oneOf, primaryId, status } from '../columns'
import { files } from './files'
import { orderLines, orders } from './orders'
import { refunds } from './payments'
import { shops } from './shops'

/** What a buyer wants to give back of an order, and what became of it. Changed only under the lock of its order. */
export const returns = pgTable(
  'returns',
  {
    id: primaryId(),
    orderId: uuid()
      .notNull()
      .references(() => orders.id),
    shopId: uuid()
      .notNull()
      .references(() => shops.id),
    /** The order's number and the place among its returns, for example `S-7KQ2-M9XD-2-R1`. */
    number: text().notNull().unique('returns_number_taken'),
    status: status(RETURN_STATUSES).notNull().default('requested'),
    /** The same request asks once. */
    requestKey: text().notNull().unique('one_return_a_request'),
    reason: status(RETURN_REASONS).notNull(),
    /** What the buyer wrote. */
    text: text().notNull().default(''),
    /** Known once it is approved. */
    handling: status(RETURN_HANDLINGS),
    /** Where the buyer sends it. */
    address: jsonb().$type<PostalAddress>(),
    labelFileId: uuid().references(() => files.id),
    /** Why it is not taken back. */
    refusal: status(RETURN_REFUSALS),
    /** What the shop, or the marketplace, wrote with its latest decision. */
    note: text().notNull().default(''),
    carrier: text().notNull().default(''),
    trackingNumber: text().notNull().default(''),
    /** What is kept back of what the pieces taken back are worth. */
    deductionMinor: minorUnits().notNull().default(0),
    /** What went back for it; null before it was decided. */
    refundedMinor: minorUnits(),
    refundId: uuid()
      .unique('one_return_a_refund')
      .references(() => refunds.id),
    requestedAt: moment().notNull(),
    /** Of the latest step. */
    movedAt: moment().notNull(),
    remindedAt: moment(),
  },
  (table) => [
    index('returns_of_order').on(table.orderId, table.requestedAt),
    index('returns_of_label').on(table.labelFileId),
    index('returns_of_shop').on(table.shopId, table.requestedAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    index('returns_of_shop_by_status').on(table.shopId, table.status),
    index('returns_that_wait').on(table.status, table.movedAt),
    check('returns_status_known', oneOf(table.status, RETURN_STATUSES)),
    check('returns_reason_known', oneOf(table.reason, RETURN_REASONS)),
    check('returns_handling_known', oneOf(table.handling, RETURN_HANDLINGS)),
    check('returns_refusal_known', oneOf(table.refusal, RETURN_REFUSALS)),
    check('returns_money_not_negative', sql`${table.deductionMinor} >= 0 and ${table.refundedMinor} >= 0`),
  ],
)

/** How much of which line a return is about, and what of that was taken back. */
export const returnLines = pgTable(
  'return_lines',
  {
    id: primaryId(),
    returnId: uuid()
      .notNull()
      .references(() => returns.id),
    orderLineId: uuid()
      .notNull()
      .references(() => orderLines.id),
    quantity: integer().notNull(),
    /** Null before it was decided. */
    acceptedQuantity: integer(),
    /** Of these, what can be sold again. */
    restockedQuantity: integer().notNull().default(0),
  },
  (table) => [
    unique('one_row_a_return_and_line').on(table.returnId, table.orderLineId),
    index('return_lines_of_line').on(table.orderLineId),
    check(
      'return_lines_never_over',
      sql`${table.quantity} > 0 and ${table.restockedQuantity} >= 0 and coalesce(${table.acceptedQuantity}, 0) between ${table.restockedQuantity} and ${table.quantity}`,
    ),
  ],
)

/** What a buyer shows of it; private files. */
export const returnPhotos = pgTable(
  'return_photos',
  {
    returnId: uuid()
      .notNull()
      .references(() => returns.id),
    position: integer().notNull(),
    fileId: uuid()
      .notNull()
      .unique('one_return_a_photo')
      .references(() => files.id),
  },
  (table) => [unique('one_photo_a_position').on(table.returnId, table.position)],
)
