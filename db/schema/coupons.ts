import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { COUPON_BEARERS, COUPON_KINDS, REDEMPTION_STATES } from '../../shared/lifecycles/coupon'
import { caseInsensitiveText, createdAt, currencyCode, minorUnits, moment, oneOf, primaryId, status } from '../columns'
import { checkouts } from './checkout'
import { shops } from './shops'

/** A code that takes something off a purchase: of one shop's things, or of the whole marketplace's where it has no shop. */
export const coupons = pgTable(
  'coupons',
  {
    id: primaryId(),
    shopId: uuid().references(() => shops.id),
    code: caseInsensitiveText().notNull().unique('coupons_code_taken'),
    kind: status(COUPON_KINDS).notNull(),
    /** Basis points of a `percent`, minor units of an `amount`, nothing of `free_shipping`. */
    value: minorUnits().notNull(),
    currency: currencyCode().notNull(),
    /** What has to be bought of the things that it is for. */
    minimumMinor: minorUnits().notNull().default(0),
    bearer: status(COUPON_BEARERS).notNull(),
    validFrom: moment(),
    validTo: moment(),
    maxUses: integer(),
    maxUsesPerPerson: integer(),
    /** How often it is taken or redeemed: what its redemptions say, kept here to be compared with the limit in one statement. */
    used: integer().notNull().default(0),
    active: boolean().notNull().default(true),
    /** Grows with every change, so that a price that was computed of an older one is not taken. */
    version: integer().notNull().default(1),
    createdAt: createdAt(),
  },
  (table) => [
    index('coupons_of_shop').on(table.shopId, table.id.desc().nullsFirst()),
    check('coupons_kind_known', oneOf(table.kind, COUPON_KINDS)),
    check('coupons_bearer_known', oneOf(table.bearer, COUPON_BEARERS)),
    check('coupons_of_shops_borne_by_them', sql`${table.shopId} is null or ${table.bearer} = 'shop'`),
    check(
      'coupons_give_something',
      sql`case ${table.kind} when 'percent' then ${table.value} between 1 and 10000 when 'amount' then ${table.value} > 0 else ${table.value} = 0 end`,
    ),
    check('coupons_minimum_not_negative', sql`${table.minimumMinor} >= 0`),
    check('coupons_begin_before_they_end', sql`${table.validTo} > ${table.validFrom}`),
    check('coupons_never_used_too_often', sql`${table.used} >= 0 and ${table.used} <= ${table.maxUses}`),
    check('coupons_limits_positive', sql`${table.maxUses} > 0 and ${table.maxUsesPerPerson} > 0`),
  ],
)

/** One use of a coupon, by a checkout. */
export const couponRedemptions = pgTable(
  'coupon_redemptions',
  {
    id: primaryId(),
    couponId: uuid()
      .notNull()
      .references(() => coupons.id),
    checkoutId: uuid()
      .notNull()
      .unique('one_coupon_a_checkout')
      .references(() => checkouts.id),
    /** Who used it: `user:<id>` where somebody is signed in, and `email:<keyed hash>` of the address that was given. */
    personKeys: text().array().notNull(),
    state: status(REDEMPTION_STATES).notNull().default('taken'),
    discountMinor: minorUnits().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index('coupon_redemptions_of_coupon').on(table.couponId, table.state),
    check('coupon_redemptions_state_known', oneOf(table.state, REDEMPTION_STATES)),
    check('coupon_redemptions_give_something', sql`${table.discountMinor} > 0`),
    check('coupon_redemptions_have_somebody', sql`cardinality(${table.personKeys}) > 0`),
  ],
)

/** How often one person has used a coupon. */
export const couponUses = pgTable(
  'coupon_uses',
  {
    couponId: uuid()
      .notNull()
      .references(() => coupons.id),
    personKey: text().notNull(),
    used: integer().notNull(),
  },
  (table) => [
    primaryKey({ name: 'one_count_a_coupon_and_person', columns: [table.couponId, table.personKey] }),
    check('coupon_uses_not_negative', sql`${table.used} >= 0`),
  ],
)
