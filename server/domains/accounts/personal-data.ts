import { asc, eq, sql, type SQL } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import {
  addresses,
  apiKeys,
  emailTokens,
  knownDevices,
  notificationChoices,
  passkeyChallenges,
  passkeys,
  recoveryCodes,
  refreshTokens,
  sessions,
  users,
} from '#db/schema'
import type { Context } from '#server/platform/context'
import type { PersonalData } from '#server/platform/personal-data'
import { ERASED_NAME, erasedAddressOf } from '#shared/erased-person'
import { endSessionsOf } from './end-sessions'
import { HASH_OF_NOBODY } from './passwords'

/** Everything that is about an account. What would open it (hashes, secrets, keys) stays out, that it is there does not. */
export async function personalDataOf(ctx: Context, userId: string): Promise<PersonalData> {
  const { db } = ctx
  const { id, email, emailVerifiedAt, name, role, status, locale, timeZone, avatarFileId, erasureDueAt, createdAt } = users
  const { showsReceipts, showsPresence, lastSeenAt } = users
  const twoFactor = sql<boolean>`${users.totpSecret} is not null`
  const account = {
    id,
    email,
    emailVerifiedAt,
    name,
    role,
    status,
    locale,
    timeZone,
    avatarFileId,
    twoFactor,
    showsReceipts,
    showsPresence,
    lastSeenAt,
    erasureDueAt,
    createdAt,
  }

  return {
    users: await db.select(account).from(users).where(eq(users.id, userId)),
    sessions: await db
      .select({
        createdAt: sessions.createdAt,
        expiresAt: sessions.expiresAt,
        persistent: sessions.persistent,
        twoFactorAt: sessions.twoFactorAt,
        ip: sessions.ip,
        userAgent: sessions.userAgent,
        lastSeenAt: sessions.lastSeenAt,
      })
      .from(sessions)
      .where(eq(sessions.userId, userId))
      .orderBy(asc(sessions.createdAt)),
    email_tokens: await db
      .select({
        purpose: emailTokens.purpose,
        email: emailTokens.email,
        createdAt: emailTokens.createdAt,
        expiresAt: emailTokens.expiresAt,
        usedAt: emailTokens.usedAt,
      })
      .from(emailTokens)
      .where(eq(emailTokens.userId, userId))
      .orderBy(asc(emailTokens.createdAt)),
    known_devices: await db
      .select({ createdAt: knownDevices.createdAt, lastSeenAt: knownDevices.lastSeenAt })
      .from(knownDevices)
      .where(eq(knownDevices.userId, userId)),
    addresses: await db.select().from(addresses).where(eq(addresses.userId, userId)).orderBy(asc(addresses.createdAt)),
    ...(await waysIn(ctx, userId)),
    notification_choices: await db
      .select({ kind: notificationChoices.kind, byMail: notificationChoices.byMail })
      .from(notificationChoices)
      .where(eq(notificationChoices.userId, userId)),
  }
}

/** Codes, passkeys and tokens, by what their owner knows of them. */
async function waysIn({ db }: Context, userId: string): Promise<PersonalData> {
  return {
    recovery_codes: await db
      .select({ createdAt: recoveryCodes.createdAt, usedAt: recoveryCodes.usedAt })
      .from(recoveryCodes)
      .where(eq(recoveryCodes.userId, userId)),
    passkeys: await db
      .select({
        id: passkeys.id,
        name: passkeys.name,
        backedUp: passkeys.backedUp,
        createdAt: passkeys.createdAt,
        lastUsedAt: passkeys.lastUsedAt,
      })
      .from(passkeys)
      .where(eq(passkeys.userId, userId)),
    passkey_challenges: await db
      .select({ expiresAt: passkeyChallenges.expiresAt })
      .from(passkeyChallenges)
      .where(eq(passkeyChallenges.userId, userId)),
    refresh_tokens: await db
      .select({
        ip: refreshTokens.ip,
        userAgent: refreshTokens.userAgent,
        createdAt: refreshTokens.createdAt,
        expiresAt: refreshTokens.expiresAt,
        rotatedAt: refreshTokens.rotatedAt,
        revokedAt: refreshTokens.revokedAt,
      })
      .from(refreshTokens)
      .where(eq(refreshTokens.userId, userId))
      .orderBy(asc(refreshTokens.createdAt)),
    api_keys: await db
      .select({
        name: apiKeys.name,
        prefix: apiKeys.prefix,
        scopes: apiKeys.scopes,
        createdAt: apiKeys.createdAt,
        lastUsedAt: apiKeys.lastUsedAt,
        expiresAt: apiKeys.expiresAt,
        revokedAt: apiKeys.revokedAt,
      })
      .from(apiKeys)
      .where(eq(apiKeys.userId, userId))
      .orderBy(asc(apiKeys.createdAt)),
  }
}

/** Ends every way into the account and leaves a row that leads to nobody: orders and reviews refer to it. */
export async function erasePersonalData(ctx: Context, userId: string): Promise<void> {
  await endSessionsOf(ctx, userId)

  const owned: [PgTable, SQL][] = [
    [emailTokens, eq(emailTokens.userId, userId)],
    [knownDevices, eq(knownDevices.userId, userId)],
    [addresses, eq(addresses.userId, userId)],
    [recoveryCodes, eq(recoveryCodes.userId, userId)],
    [passkeys, eq(passkeys.userId, userId)],
    [passkeyChallenges, eq(passkeyChallenges.userId, userId)],
    [refreshTokens, eq(refreshTokens.userId, userId)],
    [apiKeys, eq(apiKeys.userId, userId)],
    [notificationChoices, eq(notificationChoices.userId, userId)],
  ]
  for (const [table, which] of owned) await ctx.db.delete(table).where(which)

  await ctx.db
    .update(users)
    .set({
      email: erasedAddressOf(userId),
      name: ERASED_NAME,
      passwordHash: HASH_OF_NOBODY,
      role: 'member',
      status: 'erased',
      locale: 'en',
      timeZone: null,
      avatarFileId: null,
      totpSecret: null,
      totpUsedStep: null,
      showsReceipts: true,
      showsPresence: true,
      lastSeenAt: null,
      erasureDueAt: null,
    })
    .where(eq(users.id, userId))
}
