import { sql } from 'drizzle-orm'
import { char, check, integer, pgTable, unique, uuid } from 'drizzle-orm/pg-core'
import { moment, primaryId } from '../columns'
import { categories } from './catalog'

/**
 * Tax by the buyer's country and, where it differs, by category. Prices include it. Of a country and category the latest that has
 * begun holds; what there is none of has the rate that Souk knows.
 */
export const taxRates = pgTable(
  'tax_rates',
  {
    id: primaryId(),
    country: char({ length: 2 }).notNull(),
    categoryId: uuid().references(() => categories.id),
    rateBps: integer().notNull(),
    validFrom: moment()
      .notNull()
      .default(sql`'1970-01-01T00:00:00Z'`),
  },
  (table) => [
    unique('one_rate_a_country_category_and_moment').on(table.country, table.categoryId, table.validFrom).nullsNotDistinct(),
    check('tax_rates_rate_known', sql`${table.rateBps} between 0 and 10000`),
  ],
)
