import { sql } from 'drizzle-orm'
import { check, index, integer, jsonb, pgTable, text, unique, uuid, type AnyPgColumn } from 'drizzle-orm/pg-core'
import { DISPUTE_REASONS, DISPUTE_STATUSES } from '../../shared/lifecycles/dispute'
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
    index('payment_events_of_object').on(table.providerObjectId),
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
    /** What the buyer's bank has taken back and not decided on, and what it has kept. */
    disputedMinor: minorUnits().notNull().default(0),
    chargedBackMinor: minorUnits().notNull().default(0),
  },
  (table) => [
    unique('one_allocation_a_payment_and_order').on(table.paymentId, table.orderId),
    index('payment_allocations_of_order').on(table.orderId),
    check('payment_allocations_never_over_refunded', sql`${table.refundedMinor} between 0 and ${table.capturedMinor}`),
    check('payment_allocations_disputed_not_negative', sql`${table.disputedMinor} >= 0 and ${table.chargedBackMinor} >= 0`),
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

/** A buyer's bank that takes money of a payment back, as the provider tells of it. */
export const disputes = pgTable(
  'disputes',
  {
    id: primaryId(),
    paymentId: uuid()
      .notNull()
      .references(() => payments.id),
    providerDisputeId: text().notNull(),
    status: status(DISPUTE_STATUSES).notNull().default('open'),
    amountMinor: minorUnits().notNull(),
    currency: currencyCode().notNull(),
    reason: status(DISPUTE_REASONS).notNull(),
    openedAt: moment().notNull(),
    /** Until when the bank takes what speaks for the shop; null where the provider names no time. */
    respondBy: moment(),
    closedAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    unique('one_row_a_dispute').on(table.paymentId, table.providerDisputeId),
    index('disputes_of_provider').on(table.providerDisputeId),
    index('disputes_by_status').on(table.status, table.openedAt.desc(), table.id.desc()),
    check('disputes_amount_positive', sql`${table.amountMinor} > 0`),
    check('disputes_status_known', oneOf(table.status, DISPUTE_STATUSES)),
    check('disputes_reason_known', oneOf(table.reason, DISPUTE_REASONS)),
    check('disputes_closed_when_decided', sql`(${table.status} = 'open') = (${table.closedAt} is null)`),
  ],
)

/** How a dispute spreads over the orders of its payment; the shares sum to its amount. */
export const disputeShares = pgTable(
  'dispute_shares',
  {
    id: primaryId(),
    disputeId: uuid()
      .notNull()
      .references(() => disputes.id),
    orderId: uuid()
      .notNull()
      .references(() => orders.id),
    amountMinor: minorUnits().notNull(),
    /** What of it is held of the order's shop, or was, while nothing is decided. */
    heldMinor: minorUnits().notNull(),
  },
  (table) => [
    unique('one_share_a_dispute_and_order').on(table.disputeId, table.orderId),
    index('dispute_shares_of_order').on(table.orderId),
    check('dispute_shares_amount_positive', sql`${table.amountMinor} > 0`),
  ],
)

/** What a shop says for itself about a dispute, for whoever answers the bank. */
export const disputeNotes = pgTable(
  'dispute_notes',
  {
    id: primaryId(),
    shareId: uuid()
      .notNull()
      .references(() => disputeShares.id),
    /** Whose words they are; null for the marketplace's own tools. */
    userId: uuid(),
    text: text().notNull(),
    at: createdAt(),
  },
  (table) => [index('dispute_notes_of_share').on(table.shareId, table.at)],
)
