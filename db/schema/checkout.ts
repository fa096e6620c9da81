import { sql } from 'drizzle-orm'
import { check, index, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { CheckoutSnapshot } from '../../shared/contracts/checkout'
import { CHECKOUT_STATUSES } from '../../shared/lifecycles/checkout'
import { createdAt, currencyCode, minorUnits, moment, oneOf, primaryId, status } from '../columns'

/** One attempt to buy a cart: a frozen snapshot with a hold on stock and a payment. Independent of its cart. */
export const checkouts = pgTable(
  'checkouts',
  {
    id: primaryId(),
    cartId: uuid().notNull(),
    userId: uuid(),
    guestKey: text(),
    snapshot: jsonb().$type<CheckoutSnapshot>().notNull(),
    totalMinor: minorUnits().notNull(),
    currency: currencyCode().notNull(),
    status: status(CHECKOUT_STATUSES).notNull().default('paying'),
    /** A keyed hash of where it was started from, to bound what one address can put aside. */
    addressKey: text(),
    expiresAt: moment().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index('checkouts_to_sweep').on(table.status, table.expiresAt),
    index('checkouts_of_cart').on(table.cartId, table.status),
    index('checkouts_under_way_of_user')
      .on(table.userId)
      .where(sql`${table.status} = 'paying'`),
    index('checkouts_under_way_of_guest')
      .on(table.guestKey)
      .where(sql`${table.status} = 'paying'`),
    index('checkouts_under_way_from')
      .on(table.addressKey)
      .where(sql`${table.status} = 'paying'`),
    check('checkouts_status_known', oneOf(table.status, CHECKOUT_STATUSES)),
  ],
)

/** An answer that was given once and is given again when the same request is repeated. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    id: primaryId(),
    /** Whose key it is: `user:<id>`, `guest:<hash>` or `system`. */
    actor: text().notNull(),
    key: text().notNull(),
    requestHash: text().notNull(),
    response: jsonb(),
    createdAt: createdAt(),
  },
  (table) => [unique('one_effect_a_key').on(table.actor, table.key), index('idempotency_keys_by_age').on(table.createdAt)],
)
