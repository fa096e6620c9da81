import { sql } from 'drizzle-orm'
import { bigint, boolean, check, customType, index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core'
import { createdAt, moment, primaryId } from '../columns'
import { users } from './accounts'

const bytes = customType<{ data: Uint8Array; driverData: Buffer }>({ dataType: () => 'bytea' })
const owner = () =>
  uuid()
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' })

/** Stands in for the authenticator app once, when the phone is lost. */
export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    id: primaryId(),
    userId: owner(),
    /** Argon2id (hex) with a salt that follows from the user's id; the code itself has 50 bits of chance. */
    codeHash: text().notNull(),
    createdAt: createdAt(),
    usedAt: moment(),
  },
  (table) => [unique('recovery_codes_taken').on(table.userId, table.codeHash)],
)

/** A WebAuthn credential: a key pair of which only the public half is here. */
export const passkeys = pgTable(
  'passkeys',
  {
    /** The credential id as the authenticator gave it, base64url. */
    id: text().primaryKey(),
    userId: owner(),
    name: text().notNull(),
    publicKey: bytes().notNull(),
    /** The authenticator's signature counter; one that falls is a copy. */
    counter: bigint({ mode: 'number' }).notNull(),
    transports: text().array().notNull(),
    /** Whether the key is copied to the person's other devices. */
    backedUp: boolean().notNull(),
    createdAt: createdAt(),
    lastUsedAt: moment(),
  },
  (table) => [index('passkeys_of_user').on(table.userId)],
)

/** What an authenticator has to sign; good for one try within minutes. */
export const passkeyChallenges = pgTable('passkey_challenges', {
  id: primaryId(),
  /** Null for a sign-in: who it is becomes known by the answer. */
  userId: uuid().references(() => users.id, { onDelete: 'cascade' }),
  challenge: text().notNull(),
  expiresAt: moment().notNull(),
})

/** A refresh token of an API client. Each use replaces it by the next of its family; a second use ends the family. */
export const refreshTokens = pgTable(
  'refresh_tokens',
  {
    id: primaryId(),
    familyId: uuid().notNull(),
    userId: owner(),
    /** SHA-256 of the token. */
    tokenHash: text().notNull().unique('refresh_tokens_taken'),
    ip: text(),
    userAgent: text(),
    /** Whether the family began with a second factor. */
    twoFactor: boolean().notNull().default(false),
    createdAt: createdAt(),
    expiresAt: moment().notNull(),
    rotatedAt: moment(),
    revokedAt: moment(),
  },
  (table) => [index('refresh_tokens_of_family').on(table.familyId), index('refresh_tokens_of_user').on(table.userId)],
)

/** A key that a person makes for a program of theirs. Shown once; only its hash is kept. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: primaryId(),
    userId: owner(),
    name: text().notNull(),
    /** The first letters, by which its owner knows it again. */
    prefix: text().notNull(),
    /** SHA-256 of the key. */
    keyHash: text().notNull().unique('api_keys_taken'),
    scopes: text().array().notNull(),
    createdAt: createdAt(),
    lastUsedAt: moment(),
    expiresAt: moment(),
    revokedAt: moment(),
  },
  (table) => [index('api_keys_of_user').on(table.userId), check('api_keys_scopes_some', sql`cardinality(${table.scopes}) > 0`)],
)
