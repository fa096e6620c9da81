import { boolean, check, index, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { USER_ROLES, USER_STATUSES } from '../../shared/lifecycles/user'
import { caseInsensitiveText, createdAt, moment, oneOf, primaryId, status } from '../columns'

/** An account; a person. */
export const users = pgTable(
  'users',
  {
    id: primaryId(),
    email: caseInsensitiveText().notNull().unique('users_email_taken'),
    emailVerifiedAt: moment(),
    /** Argon2id in PHC form. */
    passwordHash: text().notNull(),
    name: text().notNull(),
    role: status(USER_ROLES).notNull().default('member'),
    status: status(USER_STATUSES).notNull().default('active'),
    locale: text().notNull().default('en'),
    /** Base32; present once two-factor sign-in is set up. */
    totpSecret: text(),
    /** The last accepted 30-second step, so that a code works once. */
    totpUsedStep: integer(),
    createdAt: createdAt(),
  },
  (table) => [
    check('users_role_known', oneOf(table.role, USER_ROLES)),
    check('users_status_known', oneOf(table.status, USER_STATUSES)),
    index('users_by_age').on(table.createdAt.desc().nullsFirst(), table.id.desc().nullsFirst()),
  ],
)

/** A signed-in browser. The id is the SHA-256 of the cookie's token, so the table holds nothing usable. */
export const sessions = pgTable(
  'sessions',
  {
    id: text().primaryKey(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: createdAt(),
    expiresAt: moment().notNull(),
    persistent: boolean().notNull().default(false),
    /** When the second factor was shown in this session. */
    twoFactorAt: moment(),
    ip: text(),
    userAgent: text(),
    lastSeenAt: moment(),
  },
  (table) => [index('sessions_of_user').on(table.userId)],
)
