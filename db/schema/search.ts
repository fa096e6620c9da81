import { sql } from 'drizzle-orm'
import { check, date, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { createdAt, primaryId } from '../columns'
import { products } from './catalog'

/**
 * The vocabulary: every word by which products are called, without accents. Typos are corrected to, compounds split into
 * and beginnings completed to what is in it.
 */
export const searchTerms = pgTable(
  'search_terms',
  {
    term: text().primaryKey(),
    /** Its stems, by which other forms of the word are found. */
    english: text().notNull(),
    german: text().notNull(),
    /** How many products have it, as of the last count. */
    products: integer().notNull(),
  },
  (table) => [
    index('search_terms_alike').using('gin', sql`${table.term} gin_trgm_ops`),
    index('search_terms_beginning').on(table.term.op('text_pattern_ops')),
    index('search_terms_ending').on(sql`reverse(${table.german}) text_pattern_ops`),
    index('search_terms_english').on(table.english),
    index('search_terms_german').on(table.german),
  ],
)

/** Words and phrases that mean the same, as an admin has said. */
export const searchSynonyms = pgTable(
  'search_synonyms',
  {
    id: primaryId(),
    /** As they were typed, in order. */
    words: text().array().notNull(),
    /** As they are compared: small letters without accents. */
    keys: text().array().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index('search_synonyms_of').using('gin', table.keys),
    check('search_synonyms_are_several', sql`cardinality(${table.keys}) >= 2`),
  ],
)

/** What was searched for on a day, and how often; nothing of who did. */
export const searchQueries = pgTable(
  'search_queries',
  {
    day: date().notNull(),
    query: text().notNull(),
    searches: integer().notNull().default(0),
    /** How often no product had all of it. */
    empty: integer().notNull().default(0),
    clicks: integer().notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.day, table.query] }), index('search_queries_beginning').on(table.query.op('text_pattern_ops'))],
)

/** Which product was opened from the results of a query, by day. */
export const searchClicks = pgTable(
  'search_clicks',
  {
    day: date().notNull(),
    query: text().notNull(),
    productId: uuid()
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    clicks: integer().notNull().default(0),
  },
  (table) => [
    primaryKey({ columns: [table.day, table.query, table.productId] }),
    index('search_clicks_of_product').on(table.productId, table.day),
  ],
)
