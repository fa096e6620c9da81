import { check, index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { sql } from 'drizzle-orm'
import { createdAt, minorUnits, moment, primaryId } from '../columns'
import { users } from './accounts'
import { variants } from './catalog'
import { coupons } from './coupons'

/** What somebody may buy. Belongs to a user, or to a guest by the SHA-256 of the cart cookie. */
export const carts = pgTable(
  'carts',
  {
    id: primaryId(),
    userId: uuid()
      .unique('one_cart_a_user')
      .references(() => users.id, { onDelete: 'cascade' }),
    guestKey: text().unique('one_cart_a_guest'),
    /** The code that was typed in; whether it applies is found out whenever the cart is priced. */
    couponId: uuid().references(() => coupons.id),
    createdAt: createdAt(),
    updatedAt: moment().notNull(),
  },
  (table) => [
    check('carts_have_one_owner', sql`(${table.userId} is null) <> (${table.guestKey} is null)`),
    index('carts_by_age').on(table.updatedAt),
  ],
)

/** A variant in a cart or saved beside it, with the price the buyer last saw. */
export const cartLines = pgTable(
  'cart_lines',
  {
    id: primaryId(),
    cartId: uuid()
      .notNull()
      .references(() => carts.id, { onDelete: 'cascade' }),
    variantId: uuid()
      .notNull()
      .references(() => variants.id, { onDelete: 'cascade' }),
    /** A price offer made in chat; null for an ordinary line. */
    offerId: uuid(),
    quantity: integer().notNull(),
    unitPriceSeenMinor: minorUnits().notNull(),
    /** When its buyer saved it for later; null while it is in the cart. */
    savedAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    unique('one_line_a_variant_and_offer').on(table.cartId, table.variantId, table.offerId).nullsNotDistinct(),
    index('cart_lines_of_variant').on(table.variantId),
    check('cart_lines_quantity_positive', sql`${table.quantity} between 1 and 999`),
  ],
)
