import { integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { createdAt } from '../columns'

/** What an admin may set while the marketplace runs. */
export const settings = pgTable('settings', {
  key: text().primaryKey(),
  value: jsonb().notNull(),
  version: integer().notNull().default(1),
  updatedAt: createdAt(),
})
