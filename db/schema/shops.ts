import { boolean, char, check, integer, index, jsonb, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import type { PostalAddress } from '../../shared/contracts/address'
import { SHOP_ROLES, SHOP_STATUSES } from '../../shared/lifecycles/shop'
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
    shippingPolicy: text().notNull().default(''),
    returnPolicy: text().notNull().default(''),
    returnDays: integer().notNull().default(14),
    /** Who stands behind the shop, as the law wants it on its page. */
    legalName: text().notNull().default(''),
    address: jsonb().$type<PostalAddress>(),
    /** Where what is earned goes, while the marketplace pays by bank transfer. */
    payoutHolder: text().notNull().default(''),
    payoutIban: text().notNull().default(''),
    /** Its account at a payment provider, and whether money may be moved there: then it goes there instead. */
    payoutProvider: text(),
    payoutAccountId: text().unique('shops_payout_account_taken'),
    payoutAccountReady: boolean().notNull().default(false),
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
  (table) => [check('shops_status_known', oneOf(table.status, SHOP_STATUSES))],
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

/** How a shop sends its parcels and what the buyer pays for it. */
export const shippingMethods = pgTable(
  'shipping_methods',
  {
    id: primaryId(),
    shopId: uuid()
      .notNull()
      .references(() => shops.id),
    name: text().notNull(),
    /** Two-letter codes of the countries it reaches. */
    countries: text().array().notNull(),
    priceMinor: minorUnits().notNull(),
    /** From this amount of goods on it costs nothing. */
    freeFromMinor: minorUnits(),
    minDays: integer().notNull(),
    maxDays: integer().notNull(),
    position: integer().notNull().default(0),
  },
  (table) => [index('shipping_methods_of_shop').on(table.shopId, table.position)],
)
