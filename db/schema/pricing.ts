import { char, integer, pgTable, unique, uuid } from 'drizzle-orm/pg-core'
import { primaryId } from '../columns'
import { categories } from './catalog'

/** Tax by the buyer's country and, where it differs, by category. Prices include it. */
export const taxRates = pgTable(
  'tax_rates',
  {
    id: primaryId(),
    country: char({ length: 2 }).notNull(),
    categoryId: uuid().references(() => categories.id),
    rateBps: integer().notNull(),
  },
  (table) => [unique('one_rate_a_country_and_category').on(table.country, table.categoryId).nullsNotDistinct()],
)
