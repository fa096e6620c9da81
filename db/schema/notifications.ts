import { sql } from 'drizzle-orm'
import { check, index, pgTable, unique, uuid } from 'drizzle-orm/pg-core'
import { NEWS_KINDS } from '../../shared/lifecycles/news'
import { minorUnits, moment, oneOf, primaryId, status } from '../columns'
import { users } from './accounts'
import { orderGroups, orders } from './orders'

/** What somebody is told in the app: ids and what happened; the words are made when it is read. */
export const notifications = pgTable(
  'notifications',
  {
    id: primaryId(),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    kind: status(NEWS_KINDS).notNull(),
    /** The one happening that it tells of: a group, an order, a parcel, an entry of a timeline or a refund. */
    subjectId: uuid().notNull(),
    groupId: uuid()
      .notNull()
      .references(() => orderGroups.id),
    orderId: uuid().references(() => orders.id),
    amountMinor: minorUnits(),
    createdAt: moment().notNull(),
    readAt: moment(),
  },
  (table) => [
    unique('one_notification_a_person_and_happening').on(table.userId, table.kind, table.subjectId),
    index('notifications_of_user').on(table.userId, table.createdAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
    index('notifications_unread')
      .on(table.userId)
      .where(sql`${table.readAt} is null`),
    index('notifications_by_age').on(table.createdAt),
    check('notifications_kind_known', oneOf(table.kind, NEWS_KINDS)),
  ],
)
