import { and, eq, exists, gt, isNull, or } from 'drizzle-orm'
import { apiKeys, refreshTokens, users } from '#db/schema'
import type { Context } from '#server/platform/context'
import type { ApiScope } from '#shared/contracts/api-access'
import { readAccessToken } from './access-token'
import { hashSecretToken, looksLikeSecretToken } from './secret-token'
import { signedIn, type SignedIn } from './signed-in'

/** How exact `lastUsedAt` is. */
const USED_EVERY_MS = 60_000

/**
 * Whose access token or API key this is; null when it opens nothing (any more). One query: what ends an account's
 * access is seen by the next request.
 */
export const findBearer = (ctx: Context, token: string): Promise<SignedIn | null> =>
  looksLikeSecretToken('apiKey', token) ? findByKey(ctx, token) : findByAccessToken(ctx, token)

async function findByAccessToken(ctx: Context, token: string): Promise<SignedIn | null> {
  const claims = await readAccessToken(ctx, token)
  if (!claims) return null

  const family = ctx.db
    .select({ id: refreshTokens.id })
    .from(refreshTokens)
    .where(and(eq(refreshTokens.familyId, claims.familyId), eq(refreshTokens.userId, claims.userId), isNull(refreshTokens.revokedAt)))
  const [user] = await ctx.db
    .select()
    .from(users)
    .where(and(eq(users.id, claims.userId), exists(family)))
  if (!user || user.status !== 'active' || user.tokenVersion !== claims.version) return null

  return signedIn({ id: null, twoFactorAt: claims.twoFactor ? ctx.now : null }, user)
}

async function findByKey(ctx: Context, key: string): Promise<SignedIn | null> {
  const [found] = await ctx.db
    .select({ key: apiKeys, user: users })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .where(
      and(
        eq(apiKeys.keyHash, hashSecretToken(key)),
        isNull(apiKeys.revokedAt),
        or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, ctx.now)),
        eq(users.status, 'active'),
      ),
    )
  if (!found) return null

  const { lastUsedAt, id } = found.key
  if (!lastUsedAt || ctx.now.getTime() - lastUsedAt.getTime() >= USED_EVERY_MS)
    await ctx.db.update(apiKeys).set({ lastUsedAt: ctx.now }).where(eq(apiKeys.id, id))

  // A key has shown no second factor and nobody can show one for it, so its owner is a member, and nothing is due.
  return { ...signedIn({ id: null, twoFactorAt: null }, found.user), twoFactorDue: false, scopes: found.key.scopes as ApiScope[] }
}
