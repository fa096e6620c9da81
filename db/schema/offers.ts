import { sql } from 'drizzle-orm'
import { check, foreignKey, index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { OFFER_QUANTITY_MAX, OFFER_SIDES, OFFER_STATES } from '../../shared/lifecycles/offer'
import { createdAt, currencyCode, minorUnits, moment, oneOf, primaryId, status } from '../columns'
import { users } from './accounts'
import { variants } from './catalog'
import { messages } from './chat'
import { shops } from './shops'

/** A price that one side of a conversation offers the other; what it says never changes, only what became of it. */
export const offers = pgTable(
  'offers',
  {
    id: primaryId(),
    conversationId: uuid().notNull(),
    /** The message by which it was made. */
    seq: integer().notNull(),
    shopId: uuid()
      .notNull()
      .references(() => shops.id),
    buyerId: uuid()
      .notNull()
      .references(() => users.id),
    /** Null once the shop has deleted it. */
    variantId: uuid().references(() => variants.id, { onDelete: 'set null' }),
    productId: uuid().notNull(),
    productSlug: text().notNull(),
    title: text().notNull(),
    optionLabel: text().notNull().default(''),
    quantity: integer().notNull(),
    /** Of one piece, with tax. */
    unitMinor: minorUnits().notNull(),
    currency: currencyCode().notNull(),
    madeBy: status(OFFER_SIDES).notNull(),
    state: status(OFFER_STATES).notNull().default('open'),
    /** Until when it can be answered. */
    expiresAt: moment().notNull(),
    answeredAt: moment(),
    /** Until when the price and the stock are kept for the buyer, once it was accepted. */
    agreedUntil: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    unique('one_offer_a_message').on(table.conversationId, table.seq),
    foreignKey({
      name: 'offers_of_message',
      columns: [table.conversationId, table.seq],
      foreignColumns: [messages.conversationId, messages.seq],
    }),
    index('offers_to_answer')
      .on(table.expiresAt)
      .where(sql`${table.state} = 'open'`),
    index('offers_to_buy')
      .on(table.agreedUntil)
      .where(sql`${table.state} = 'accepted'`),
    index('offers_of_buyer').on(table.buyerId),
    index('offers_of_shop').on(table.shopId),
    index('offers_of_variant').on(table.variantId),
    check('offers_state_known', oneOf(table.state, OFFER_STATES)),
    check('offers_side_known', oneOf(table.madeBy, OFFER_SIDES)),
    check('offers_quantity_possible', sql`${table.quantity} between 1 and ${sql.raw(String(OFFER_QUANTITY_MAX))}`),
    check('offers_price_positive', sql`${table.unitMinor} > 0`),
    check('offers_agreed_have_an_end', sql`${table.state} not in ('accepted', 'bought') or ${table.agreedUntil} is not null`),
  ],
)
