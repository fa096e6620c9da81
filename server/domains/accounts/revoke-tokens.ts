import { and, eq, isNull, sql } from 'drizzle-orm'
import { refreshTokens, users } from '#db/schema'
import type { Context } from '#server/platform/context'
import { hashSecretToken, looksLikeSecretToken } from './secret-token'

/** Signs a program out: its refresh tokens and the access tokens that came with them. A token that is unknown is fine too. */
export async function revokeTokens(ctx: Context, token: string): Promise<void> {
  if (!looksLikeSecretToken('refresh', token)) return
  const [known] = await ctx.db
    .select({ familyId: refreshTokens.familyId })
    .from(refreshTokens)
    .where(eq(refreshTokens.tokenHash, hashSecretToken(token)))
  if (known) await revokeFamily(ctx, known.familyId)
}

export async function revokeFamily(ctx: Context, familyId: string): Promise<void> {
  await ctx.db
    .update(refreshTokens)
    .set({ revokedAt: ctx.now })
    .where(and(eq(refreshTokens.familyId, familyId), isNull(refreshTokens.revokedAt)))
}

/** Ends every access of programs that signed in with this account's password, access tokens included. */
export async function revokeTokensOf(ctx: Context, userId: string): Promise<void> {
  await ctx.db
    .update(users)
    .set({ tokenVersion: sql`${users.tokenVersion} + 1` })
    .where(eq(users.id, userId))
  await ctx.db
    .update(refreshTokens)
    .set({ revokedAt: ctx.now })
    .where(and(eq(refreshTokens.userId, userId), isNull(refreshTokens.revokedAt)))
}
