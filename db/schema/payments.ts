import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, text, unique, uuid, type AnyPgColumn } from 'drizzle-orm/pg-core'
import { PAYMENT_ATTEMPT_STATUSES, PAYMENT_EVENT_KINDS, REFUND_PART_KINDS, REFUND_STATUSES } from '../../shared/lifecycles/payment'
import { createdAt, currencyCode, minorUnits, moment, oneOf, primaryId, status } from '../columns'
import { checkouts } from './checkout'
import { orderLines, orders } from './orders'

/** One attempt to take the money of a checkout. */
export const payments = pgTable(
  'payments',
  {
    id: primaryId(),
    checkoutId: uuid()
      .notNull()
      .references(() => checkouts.id),
    provider: text().notNull(),
    attempt: integer().notNull(),
    status: status(PAYMENT_ATTEMPT_STATUSES).notNull().default('creating'),
    intentId: text().unique('payments_intent_taken'),
    amountMinor: minorUnits().notNull(),
    currency: currencyCode().notNull(),
    createdAt: createdAt(),
    updatedAt: moment().notNull(),
  },
  (table) => [
    unique('one_payment_an_attempt').on(table.checkoutId, table.attempt),
    index('payments_to_sweep').on(table.status, table.updatedAt),
    check('payments_status_known', oneOf(table.status, PAYMENT_ATTEMPT_STATUSES)),
  ],
)

/** A fact at the provider, keyed by the provider's own id of it, so that everybody who learns it records it once. */
export const paymentEvents = pgTable(
  'payment_events',
  {
    id: primaryId(),
    paymentId: uuid()
      .notNull()
      .references(() => payments.id),
    kind: status(PAYMENT_EVENT_KINDS).notNull(),
    providerObjectId: text().notNull(),
    amountMinor: minorUnits().notNull(),
    occurredAt: moment().notNull(),
    raw: jsonb().notNull().default({}),
  },
  (table) => [
    unique('one_record_a_fact').on(table.paymentId, table.kind, table.providerObjectId),
    check('payment_events_kind_known', oneOf(table.kind, PAYMENT_EVENT_KINDS)),
  ],
)

/** Webhooks as they came: acknowledged fast, worked from here. */
export const webhookInbox = pgTable(
  'webhook_inbox',
  {
    id: primaryId(),
    provider: text().notNull(),
    eventId: text().notNull(),
    payload: jsonb().notNull(),
    receivedAt: createdAt(),
    processedAt: moment(),
    attempts: integer().notNull().default(0),
    error: text(),
  },
  (table) => [
    unique('one_row_a_webhook').on(table.provider, table.eventId),
    index('webhooks_to_process')
      .on(table.receivedAt)
      .where(sql`${table.processedAt} is null`),
  ],
)

/** How a payment spreads over the orders it paid for. */
export const paymentAllocations = pgTable(
  'payment_allocations',
  {
    id: primaryId(),
    paymentId: uuid()
      .notNull()
      .references(() => payments.id),
    orderId: uuid()
      .notNull()
      .references(() => orders.id),
    capturedMinor: minorUnits().notNull(),
    refundedMinor: minorUnits().notNull().default(0),
  },
  (table) => [
    unique('one_allocation_a_payment_and_order').on(table.paymentId, table.orderId),
    index('payment_allocations_of_order').on(table.orderId),
    check('payment_allocations_never_over_refunded', sql`${table.refundedMinor} between 0 and ${table.capturedMinor}`),
  ],
)

/** Money on its way back to a buyer: for an order, or for a payment that could not become one. */
export const refunds = pgTable(
  'refunds',
  {
    id: primaryId(),
    paymentId: uuid()
      .notNull()
      .references(() => payments.id),
    orderId: uuid().references(() => orders.id),
    amountMinor: minorUnits().notNull(),
    currency: currencyCode().notNull(),
    reason: text().notNull(),
    /** What the buyer is told with it. */
    note: text().notNull().default(''),
    /** Who asked for it; null for the marketplace itself. */
    userId: uuid(),
    /** The same request asks for one refund only. */
    requestKey: text().notNull().unique('one_refund_a_request'),
    providerRefundId: text(),
    /** The refund that the provider would not send, in whose place this one is asked for; what it is for is booked with that. */
    replacesId: uuid()
      .unique('one_refund_in_place_of_another')
      .references((): AnyPgColumn => refunds.id),
    status: status(REFUND_STATUSES).notNull().default('requested'),
    createdAt: createdAt(),
    updatedAt: moment().notNull(),
  },
  (table) => [
    index('refunds_of_order').on(table.orderId),
    index('refunds_of_payment').on(table.paymentId),
    index('refunds_of_provider').on(table.providerRefundId),
    index('refunds_to_send').on(table.status, table.updatedAt),
    check('refunds_amount_positive', sql`${table.amountMinor} > 0`),
    check('refunds_status_known', oneOf(table.status, REFUND_STATUSES)),
  ],
)

/** What a refund of an order is made of; the parts sum to its amount. */
export const refundParts = pgTable(
  'refund_parts',
  {
    id: primaryId(),
    refundId: uuid()
      .notNull()
      .references(() => refunds.id),
    kind: status(REFUND_PART_KINDS).notNull(),
    orderLineId: uuid().references(() => orderLines.id),
    /** Pieces of the line; 0 for what is not counted in pieces. */
    quantity: integer().notNull().default(0),
    amountMinor: minorUnits().notNull(),
  },
  (table) => [
    index('refund_parts_of_refund').on(table.refundId),
    index('refund_parts_of_line').on(table.orderLineId),
    check('refund_parts_kind_known', oneOf(table.kind, REFUND_PART_KINDS)),
    check('refund_parts_of_a_line_name_it', sql`(${table.kind} = 'line') = (${table.orderLineId} is not null)`),
    check('refund_parts_amount_not_negative', sql`${table.amountMinor} >= 0 and ${table.quantity} >= 0`),
  ],
)
