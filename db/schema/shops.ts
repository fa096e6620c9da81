import { sql } from 'drizzle-orm'
import { boolean, char, check, integer, index, jsonb, pgTable, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import type { PostalAddress } from '../../shared/contracts/address'
import type { PickupPlace } from '../../shared/contracts/shipping'
import { SHOP_ROLES, SHOP_STATUSES } from '../../shared/lifecycles/shop'
import { SHIPPING_RULES, type ShippingTier } from '../../shared/shipping'
import { caseInsensitiveText, createdAt, minorUnits, moment, oneOf, primaryId, status } from '../columns'
import { users } from './accounts'
import { files } from './files'

/** What sells: has members, products, orders and a balance. */
export const shops = pgTable(
  'shops',
  {
    id: primaryId(),
    slug: text().notNull().unique('shops_slug_taken'),
    name: text().notNull(),
    tagline: text().notNull().default(''),
    /** Plain paragraphs. */
    about: text().notNull().default(''),
    status: status(SHOP_STATUSES).notNull().default('pending'),
    country: char({ length: 2 }).notNull(),
    shipFrom: text().notNull().default(''),
    /** Days until a parcel is handed over; null until the shop has told, when the times of its ways of sending include them. */
    handlingDays: integer(),
    shippingPolicy: text().notNull().default(''),
    returnPolicy: text().notNull().default(''),
    returnDays: integer().notNull().default(14),
    /** Who stands behind the shop, as the law wants it on its page. */
    legalName: text().notNull().default(''),
    address: jsonb().$type<PostalAddress>(),
    /** What its invoices say besides, and how their numbers begin. */
    vatId: text().notNull().default(''),
    invoicePrefix: text().notNull().default(''),
    /** Where what is earned goes, while the marketplace pays by bank transfer. */
    payoutHolder: text().notNull().default(''),
    payoutIban: text().notNull().default(''),
    /** Its account at a payment provider, and whether money may be moved there: then it goes there instead. */
    payoutProvider: text(),
    payoutAccountId: text().unique('shops_payout_account_taken'),
    payoutAccountReady: boolean().notNull().default(false),
    /** What that provider said of the account when it was last asked: its form was filled in, what it asks for, why it stopped it. */
    payoutAccountSubmitted: boolean().notNull().default(false),
    payoutAccountDue: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    payoutAccountProblem: text().notNull().default(''),
    /** When it was asked for that; what was asked before is older, whenever the answer comes. */
    payoutAccountAskedAt: moment(),
    /** When the shop asked to be opened; while it is `pending` an admin looks at it. */
    submittedAt: moment(),
    /** Why it was sent back or suspended. */
    statusReason: text().notNull().default(''),
    version: integer().notNull().default(1),
    logoFileId: uuid().references(() => files.id),
    bannerFileId: uuid().references(() => files.id),
    /** Closed for holidays between these moments. */
    closedFrom: moment(),
    closedTo: moment(),
    ratingSum: integer().notNull().default(0),
    ratingCount: integer().notNull().default(0),
    createdAt: createdAt(),
  },
  (table) => [
    check('shops_status_known', oneOf(table.status, SHOP_STATUSES)),
    check('shops_handling_days_not_negative', sql`${table.handlingDays} >= 0`),
  ],
)

/** A user who acts for a shop. */
export const shopMembers = pgTable(
  'shop_members',
  {
    id: primaryId(),
    shopId: uuid()
      .notNull()
      .references(() => shops.id),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    role: status(SHOP_ROLES).notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    unique('one_membership_a_shop_and_user').on(table.shopId, table.userId),
    index('shop_members_of_user').on(table.userId),
    check('shop_members_role_known', oneOf(table.role, SHOP_ROLES)),
  ],
)

/** Asks someone, by mail, to act for a shop. */
export const shopInvitations = pgTable(
  'shop_invitations',
  {
    id: primaryId(),
    shopId: uuid()
      .notNull()
      .references(() => shops.id),
    email: caseInsensitiveText().notNull(),
    role: status(SHOP_ROLES).notNull(),
    /** SHA-256 of the link's token. */
    tokenHash: text().notNull().unique('shop_invitations_taken'),
    invitedBy: uuid()
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
    expiresAt: moment().notNull(),
  },
  (table) => [
    unique('one_invitation_a_shop_and_email').on(table.shopId, table.email),
    check('shop_invitations_role_known', oneOf(table.role, SHOP_ROLES)),
  ],
)

/** A set of countries that a shop sends to in the same ways. */
export const shippingZones = pgTable(
  'shipping_zones',
  {
    id: primaryId(),
    shopId: uuid()
      .notNull()
      .references(() => shops.id),
    /** Empty: called by its countries. */
    name: text().notNull().default(''),
    /** Two-letter codes. */
    countries: text().array().notNull(),
    /** Every country that no other zone of the shop names. */
    isElsewhere: boolean().notNull().default(false),
    position: integer().notNull().default(0),
  },
  (table) => [
    index('shipping_zones_of_shop').on(table.shopId, table.position),
    uniqueIndex('one_elsewhere_a_shop')
      .on(table.shopId)
      .where(sql`${table.isElsewhere}`),
    check('shipping_zones_name_countries_or_the_rest', sql`${table.isElsewhere} = (cardinality(${table.countries}) = 0)`),
  ],
)

/** How a shop sends its parcels into a zone and what the buyer pays for it. */
export const shippingMethods = pgTable(
  'shipping_methods',
  {
    id: primaryId(),
    shopId: uuid()
      .notNull()
      .references(() => shops.id),
    zoneId: uuid()
      .notNull()
      .references(() => shippingZones.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    rule: status(SHIPPING_RULES).notNull().default('flat'),
    priceMinor: minorUnits().notNull(),
    tiers: jsonb().$type<ShippingTier[]>().notNull().default([]),
    /** Where and when buyers come for it themselves; null where it is sent. */
    pickup: jsonb().$type<PickupPlace>(),
    /** From this amount of goods on it costs nothing. */
    freeFromMinor: minorUnits(),
    /** Days on the way. */
    minDays: integer().notNull(),
    maxDays: integer().notNull(),
    position: integer().notNull().default(0),
  },
  (table) => [
    index('shipping_methods_of_shop').on(table.shopId, table.position),
    index('shipping_methods_of_zone').on(table.zoneId, table.position),
    check('shipping_methods_rule_known', oneOf(table.rule, SHIPPING_RULES)),
    check('shipping_methods_price_not_negative', sql`${table.priceMinor} >= 0`),
    check('shipping_methods_have_tiers_unless_flat', sql`(${table.rule} = 'flat') = (jsonb_array_length(${table.tiers}) = 0)`),
  ],
)
