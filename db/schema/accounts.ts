import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import type { PostalAddress } from '../../shared/contracts/address'
import { EMAIL_TOKEN_PURPOSES, USER_ROLES, USER_STATUSES } from '../../shared/lifecycles/user'
import { caseInsensitiveText, createdAt, moment, oneOf, primaryId, status } from '../columns'
import { files } from './files'

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
    /** IANA name, such as `Europe/Berlin`; null follows the device. */
    timeZone: text(),
    avatarFileId: uuid().references(() => files.id),
    /** Base32; present once two-factor sign-in is set up. */
    totpSecret: text(),
    /** The last accepted 30-second step, so that a code works once. */
    totpUsedStep: integer(),
    /** Raised by whatever ends every access of this account; an access token of an older version is refused. */
    tokenVersion: integer().notNull().default(0),
    /** Those they write with see how far they have read, and they see it of them. */
    showsReceipts: boolean().notNull().default(true),
    /** Those they write with see whether they are there, and when they were last. */
    showsPresence: boolean().notNull().default(true),
    /** When they were last connected, to a few minutes; null where they do not show it. */
    lastSeenAt: moment(),
    /** When the account will be erased, as its owner asked; null unless they did. */
    erasureDueAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    check('users_role_known', oneOf(table.role, USER_ROLES)),
    check('users_status_known', oneOf(table.status, USER_STATUSES)),
    index('users_of_avatar')
      .on(table.avatarFileId)
      .where(sql`${table.avatarFileId} is not null`),
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

/** Proof, sent by mail, that an address is its owner's: a link, and for verification also six digits. Works once, for a while. */
export const emailTokens = pgTable(
  'email_tokens',
  {
    id: primaryId(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    purpose: status(EMAIL_TOKEN_PURPOSES).notNull(),
    /** The address that it went to; for a change the new one. */
    email: caseInsensitiveText().notNull(),
    /** SHA-256 of the link's token. */
    tokenHash: text().notNull().unique('email_tokens_taken'),
    /** SHA-256 of the user's id and the six digits. */
    codeHash: text(),
    /** Wrong codes so far; a few end it. */
    wrongCodes: integer().notNull().default(0),
    createdAt: createdAt(),
    expiresAt: moment().notNull(),
    usedAt: moment(),
  },
  (table) => [
    index('email_tokens_of_user').on(table.userId, table.purpose, table.createdAt),
    check('email_tokens_purpose_known', oneOf(table.purpose, EMAIL_TOKEN_PURPOSES)),
  ],
)

/** A browser in which someone has signed in before, so that only a new one is worth a mail. */
export const knownDevices = pgTable(
  'known_devices',
  {
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** SHA-256 of the device cookie's token. */
    deviceHash: text().notNull(),
    createdAt: createdAt(),
    lastSeenAt: moment().notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.deviceHash] })],
)

/** Where someone has parcels sent, kept for the next checkout. */
export const addresses = pgTable(
  'addresses',
  {
    id: primaryId(),
    userId: uuid()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    address: jsonb().$type<PostalAddress>().notNull(),
    isDefault: boolean().notNull().default(false),
    createdAt: createdAt(),
  },
  (table) => [index('addresses_of_user').on(table.userId)],
)
