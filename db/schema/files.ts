import { check, index, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { FILE_PURPOSES, FILE_STATUSES } from '../../shared/lifecycles/file'
import { createdAt, oneOf, primaryId, status } from '../columns'

/** One stored size of a picture. */
export interface Rendition {
  key: string
  width: number
  height: number
  type: 'image/webp' | 'image/avif' | 'image/jpeg'
}

/** Something uploaded. Its bytes lie in object storage; a row is written only once they do. */
export const files = pgTable(
  'files',
  {
    id: primaryId(),
    /** The shop or user it belongs to; null for the marketplace's own. */
    ownerId: uuid(),
    purpose: status(FILE_PURPOSES).notNull(),
    /** What it is called when it is saved; null for what nobody saves. */
    name: text(),
    key: text().notNull().unique('files_key_taken'),
    contentType: text().notNull(),
    sizeBytes: integer().notNull(),
    width: integer(),
    height: integer(),
    sha256: text().notNull(),
    /** A picture of a few pixels as a data address, shown while the real one loads. */
    placeholder: text(),
    renditions: jsonb().$type<Rendition[]>().notNull().default([]),
    status: status(FILE_STATUSES).notNull().default('pending'),
    createdAt: createdAt(),
  },
  (table) => [
    index('files_of_owner').on(table.ownerId, table.purpose),
    index('files_to_finish').on(table.status, table.createdAt),
    check('files_purpose_known', oneOf(table.purpose, FILE_PURPOSES)),
    check('files_status_known', oneOf(table.status, FILE_STATUSES)),
  ],
)
