import { sql } from 'drizzle-orm'
import { check, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { REVIEW_STATUSES } from '../../shared/lifecycles/review'
import { createdAt, oneOf, primaryId, status } from '../columns'
import { users } from './accounts'
import { products } from './catalog'
import { orderLines } from './orders'

/** What a buyer says of something they bought; one an order line. */
export const reviews = pgTable(
  'reviews',
  {
    id: primaryId(),
    orderLineId: uuid()
      .notNull()
      .unique('one_review_a_line')
      .references(() => orderLines.id),
    productId: uuid()
      .notNull()
      .references(() => products.id),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    authorName: text().notNull(),
    rating: integer().notNull(),
    title: text().notNull().default(''),
    body: text().notNull(),
    status: status(REVIEW_STATUSES).notNull().default('published'),
    createdAt: createdAt(),
  },
  (table) => [
    index('reviews_of_product').on(table.productId, table.status, table.createdAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    check('reviews_rating_in_range', sql`${table.rating} between 1 and 5`),
    check('reviews_status_known', oneOf(table.status, REVIEW_STATUSES)),
  ],
)
