import { boolean, check, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { CONSENT_KINDS, DATA_EXPORT_STATUSES, NOTIFICATION_KINDS } from '../../shared/lifecycles/privacy'
import { createdAt, moment, oneOf, primaryId, status } from '../columns'
import { users } from './accounts'

/** What someone agreed to or took back, and when; the newest row of a kind counts. */
export const consents = pgTable(
  'consents',
  {
    id: primaryId(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: status(CONSENT_KINDS).notNull(),
    granted: boolean().notNull(),
    /** The text's version that was shown. */
    version: text().notNull(),
    createdAt: createdAt(),
  },
  (table) => [
    index('consents_of_user').on(table.userId, table.kind, table.createdAt),
    check('consents_kind_known', oneOf(table.kind, CONSENT_KINDS)),
  ],
)

/** Which mails someone wants; a kind without a row is as its default says. */
export const notificationChoices = pgTable(
  'notification_choices',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    kind: status(NOTIFICATION_KINDS).notNull(),
    byMail: boolean().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.kind] }),
    check('notification_choices_kind_known', oneOf(table.kind, NOTIFICATION_KINDS)),
  ],
)

/** Everything held about a person, packed for them by a job. */
export const dataExports = pgTable(
  'data_exports',
  {
    id: primaryId(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    status: status(DATA_EXPORT_STATUSES).notNull().default('requested'),
    /** Where the archive lies in object storage, while it is ready. */
    objectKey: text(),
    sizeBytes: integer(),
    createdAt: createdAt(),
    readyAt: moment(),
    expiresAt: moment(),
  },
  (table) => [
    index('data_exports_of_user').on(table.userId, table.createdAt),
    check('data_exports_status_known', oneOf(table.status, DATA_EXPORT_STATUSES)),
  ],
)
