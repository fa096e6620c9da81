import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { PostalAddress } from '../../shared/contracts/address'
import type { DocumentContent } from '../../shared/contracts/order-documents'
import type { PickupPlace } from '../../shared/contracts/shipping'
import {
  FULFILMENT_STATUSES,
  ORDER_DOCUMENT_KINDS,
  ORDER_EVENT_KINDS,
  ORDER_STATUSES,
  PAYMENT_STATUSES,
} from '../../shared/lifecycles/order'
import { SHIPMENT_STATUSES, TRACKING_KINDS } from '../../shared/lifecycles/shipment'
import { currencyCode, minorUnits, moment, oneOf, primaryId, status } from '../columns'
import { users } from './accounts'
import { variants } from './catalog'
import { checkouts } from './checkout'
import { shops } from './shops'

/** What the buyer paid in one checkout, also when it is one shop only. */
export const orderGroups = pgTable(
  'order_groups',
  {
    id: primaryId(),
    /** What people see, for example `S-7KQ2-M9XD`. */
    number: text().notNull().unique('order_groups_number_taken'),
    checkoutId: uuid()
      .notNull()
      .unique('one_group_a_checkout')
      .references(() => checkouts.id),
    userId: uuid().references(() => users.id),
    email: text().notNull(),
    locale: text().notNull().default('en'),
    shippingAddress: jsonb().$type<PostalAddress>().notNull(),
    billingAddress: jsonb().$type<PostalAddress>().notNull(),
    totalMinor: minorUnits().notNull(),
    currency: currencyCode().notNull(),
    placedAt: moment().notNull(),
  },
  (table) => [
    index('order_groups_of_user').on(table.userId, table.placedAt.desc().nullsFirst()),
    index('order_groups_of_email').on(table.email, table.placedAt.desc().nullsFirst()),
    index('order_groups_by_number').on(sql`${table.number} text_pattern_ops`),
    index('order_groups_by_email').on(sql`lower(${table.email}) text_pattern_ops`),
    index('order_groups_by_age').on(table.placedAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
  ],
)

/** One shop's share of an order group: a cart with three shops becomes three orders. */
export const orders = pgTable(
  'orders',
  {
    id: primaryId(),
    groupId: uuid()
      .notNull()
      .references(() => orderGroups.id),
    shopId: uuid()
      .notNull()
      .references(() => shops.id),
    /** The group's number and the shop's place in it, for example `S-7KQ2-M9XD-2`. */
    number: text().notNull().unique('orders_number_taken'),
    status: status(ORDER_STATUSES).notNull().default('placed'),
    paymentStatus: status(PAYMENT_STATUSES).notNull().default('captured'),
    fulfilmentStatus: status(FULFILMENT_STATUSES).notNull().default('unfulfilled'),
    itemsMinor: minorUnits().notNull(),
    shippingMinor: minorUnits().notNull(),
    /** The tax that the total includes. */
    taxMinor: minorUnits().notNull(),
    discountMinor: minorUnits().notNull().default(0),
    totalMinor: minorUnits().notNull(),
    currency: currencyCode().notNull(),
    shippingMethod: text().notNull(),
    /** Where the buyer comes for it; null where it is sent. */
    pickup: jsonb().$type<PickupPlace>(),
    shipBy: moment(),
    /** Between these the parcel was said to arrive. */
    arrivesFrom: moment(),
    arrivesBy: moment(),
    /** So many days after it has arrived its things can be sent back, as the shop promised when they were bought. */
    returnDays: integer().notNull().default(14),
    placedAt: moment().notNull(),
    /** From when on its earnings are the shop's to take; known once it is completed. */
    releaseAt: moment(),
    releasedAt: moment(),
  },
  (table) => [
    unique('one_order_a_shop_and_group').on(table.groupId, table.shopId),
    index('orders_by_shop').on(table.shopId, table.status, table.placedAt.desc().nullsFirst()),
    index('orders_of_shop_newest').on(table.shopId, table.placedAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    index('orders_of_shop_by_number').on(table.shopId, sql`${table.number} text_pattern_ops`),
    index('orders_to_release')
      .on(table.releaseAt)
      .where(sql`${table.releasedAt} is null`),
    index('orders_to_date')
      .on(table.id)
      .where(sql`${table.status} = 'completed' and ${table.releaseAt} is null`),
    index('orders_to_complete')
      .on(table.placedAt)
      .where(sql`${table.status} = 'processing'`),
    index('orders_newest').on(table.placedAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    check('orders_total_adds_up', sql`${table.totalMinor} = ${table.itemsMinor} + ${table.shippingMinor} - ${table.discountMinor}`),
    check('orders_total_not_negative', sql`${table.totalMinor} >= 0`),
    check('orders_status_known', oneOf(table.status, ORDER_STATUSES)),
    check('orders_payment_status_known', oneOf(table.paymentStatus, PAYMENT_STATUSES)),
    check('orders_fulfilment_status_known', oneOf(table.fulfilmentStatus, FULFILMENT_STATUSES)),
  ],
)

/** What was bought, frozen as it was at that moment. */
export const orderLines = pgTable(
  'order_lines',
  {
    id: primaryId(),
    orderId: uuid()
      .notNull()
      .references(() => orders.id),
    variantId: uuid()
      .notNull()
      .references(() => variants.id),
    productId: uuid().notNull(),
    productSlug: text().notNull(),
    title: text().notNull(),
    optionLabel: text().notNull().default(''),
    sku: text().notNull(),
    imageUrl: text(),
    position: integer().notNull(),
    unitPriceMinor: minorUnits().notNull(),
    quantity: integer().notNull(),
    discountMinor: minorUnits().notNull().default(0),
    taxRateBps: integer().notNull().default(0),
    taxMinor: minorUnits().notNull().default(0),
    totalMinor: minorUnits().notNull(),
    shippedQuantity: integer().notNull().default(0),
    returnedQuantity: integer().notNull().default(0),
    refundedQuantity: integer().notNull().default(0),
    cancelledQuantity: integer().notNull().default(0),
    /** Pieces that are going back, and those that the buyer got money for and keeps: nobody asks for them once more. */
    claimedQuantity: integer().notNull().default(0),
  },
  (table) => [
    index('order_lines_of_order').on(table.orderId, table.position),
    index('order_lines_of_product').on(table.productId, table.id.desc().nullsFirst()),
    index('order_lines_of_variant').on(table.variantId),
    index('order_lines_unshipped')
      .on(table.variantId)
      .where(sql`${table.quantity} > ${table.shippedQuantity} + ${table.cancelledQuantity}`),
    check('order_lines_quantity_positive', sql`${table.quantity} > 0`),
    check('order_lines_total_adds_up', sql`${table.totalMinor} = ${table.unitPriceMinor} * ${table.quantity} - ${table.discountMinor}`),
    check(
      'order_lines_never_over',
      sql`${table.shippedQuantity} >= 0 and ${table.cancelledQuantity} >= 0 and ${table.shippedQuantity} + ${table.cancelledQuantity} <= ${table.quantity} and ${table.returnedQuantity} >= 0 and ${table.claimedQuantity} >= 0 and ${table.returnedQuantity} + ${table.claimedQuantity} <= ${table.shippedQuantity} and ${table.refundedQuantity} between 0 and ${table.quantity}`,
    ),
  ],
)

/** What an order's total has besides its lines: shipping, discounts. */
export const orderAdjustments = pgTable(
  'order_adjustments',
  {
    id: primaryId(),
    orderId: uuid()
      .notNull()
      .references(() => orders.id),
    kind: text({ enum: ['shipping', 'discount'] }).notNull(),
    label: text().notNull(),
    /** Added to the total, so a discount is negative. */
    amountMinor: minorUnits().notNull(),
    taxRateBps: integer().notNull().default(0),
    taxMinor: minorUnits().notNull().default(0),
    bearer: text({ enum: ['shop', 'marketplace'] }).notNull(),
  },
  (table) => [
    index('order_adjustments_of_order').on(table.orderId),
    check('order_adjustments_kind_known', oneOf(table.kind, ['shipping', 'discount'])),
    check('order_adjustments_bearer_known', oneOf(table.bearer, ['shop', 'marketplace'])),
  ],
)

/** A parcel of an order. */
export const shipments = pgTable(
  'shipments',
  {
    id: primaryId(),
    orderId: uuid()
      .notNull()
      .references(() => orders.id),
    status: status(SHIPMENT_STATUSES).notNull().default('handed_over'),
    carrier: text().notNull().default(''),
    trackingNumber: text().notNull().default(''),
    trackingUrl: text(),
    shippedAt: moment().notNull(),
    deliveredAt: moment(),
    /** It did not get there, and what was in it was put back to be sent once more: it counts for nothing since. */
    resentAt: moment(),
  },
  (table) => [index('shipments_of_order').on(table.orderId), check('shipments_status_known', oneOf(table.status, SHIPMENT_STATUSES))],
)

/** What became of a parcel on its way. Append-only. */
export const trackingEvents = pgTable(
  'tracking_events',
  {
    id: primaryId(),
    shipmentId: uuid()
      .notNull()
      .references(() => shipments.id),
    kind: status(TRACKING_KINDS).notNull(),
    /** Who says so. */
    by: text({ enum: ['shop', 'buyer'] }).notNull(),
    userId: uuid(),
    at: moment().notNull(),
  },
  (table) => [
    index('tracking_events_of_shipment').on(table.shipmentId, table.at),
    check('tracking_events_kind_known', oneOf(table.kind, TRACKING_KINDS)),
    check('tracking_events_by_known', oneOf(table.by, ['shop', 'buyer'])),
  ],
)

/** How much of which line lies in a parcel. */
export const shipmentLines = pgTable(
  'shipment_lines',
  {
    id: primaryId(),
    shipmentId: uuid()
      .notNull()
      .references(() => shipments.id),
    orderLineId: uuid()
      .notNull()
      .references(() => orderLines.id),
    quantity: integer().notNull(),
  },
  (table) => [
    unique('one_row_a_parcel_and_line').on(table.shipmentId, table.orderLineId),
    check('shipment_lines_quantity_positive', sql`${table.quantity} > 0`),
  ],
)

/** What happened to an order, in order. Append-only. */
export const orderEvents = pgTable(
  'order_events',
  {
    id: primaryId(),
    orderId: uuid()
      .notNull()
      .references(() => orders.id),
    kind: status(ORDER_EVENT_KINDS).notNull(),
    details: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    userId: uuid(),
    at: moment().notNull(),
  },
  (table) => [
    index('order_events_of_order').on(table.orderId, table.at),
    check('order_events_kind_known', oneOf(table.kind, ORDER_EVENT_KINDS)),
  ],
)

/**
 * What somebody wrote to the other side with a happening. It stands apart from the timeline, which is never rewritten, so
 * that it can be forgotten.
 */
export const orderNotes = pgTable(
  'order_notes',
  {
    eventId: uuid()
      .primaryKey()
      .references(() => orderEvents.id),
    orderId: uuid()
      .notNull()
      .references(() => orders.id),
    isBuyers: boolean().notNull(),
    text: text().notNull(),
  },
  (table) => [index('order_notes_of_order').on(table.orderId)],
)

/** Invoices and credit notes: what is printed on them, as it was when they were issued. Append-only. */
export const orderDocuments = pgTable(
  'order_documents',
  {
    id: primaryId(),
    orderId: uuid()
      .notNull()
      .references(() => orders.id),
    shopId: uuid()
      .notNull()
      .references(() => shops.id),
    kind: status(ORDER_DOCUMENT_KINDS).notNull(),
    /** One after the other for each shop and kind, from 1 on, without gaps. */
    sequence: integer().notNull(),
    /** As it is printed, for example `INV-00042`. */
    number: text().notNull(),
    /** Of a credit note: the money that went back; its id alone, since payments know of orders. */
    refundId: uuid().unique('one_credit_note_a_refund'),
    totalMinor: minorUnits().notNull(),
    currency: currencyCode().notNull(),
    content: jsonb().$type<DocumentContent>().notNull(),
    issuedAt: moment().notNull(),
  },
  (table) => [
    unique('order_documents_sequence_taken').on(table.shopId, table.kind, table.sequence),
    uniqueIndex('one_invoice_an_order')
      .on(table.orderId)
      .where(sql`${table.kind} = 'invoice'`),
    index('order_documents_of_order').on(table.orderId, table.issuedAt),
    check('order_documents_kind_known', oneOf(table.kind, ORDER_DOCUMENT_KINDS)),
    check('order_documents_credit_what_went_back', sql`(${table.kind} = 'credit_note') = (${table.refundId} is not null)`),
    check('order_documents_sequence_positive', sql`${table.sequence} > 0`),
  ],
)

/** The last number that was given out, for each shop and kind. Locked last of all, by the transaction that issues. */
export const documentCounters = pgTable(
  'document_counters',
  {
    shopId: uuid()
      .notNull()
      .references(() => shops.id),
    kind: status(ORDER_DOCUMENT_KINDS).notNull(),
    last: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.shopId, table.kind] }),
    check('document_counters_kind_known', oneOf(table.kind, ORDER_DOCUMENT_KINDS)),
  ],
)
