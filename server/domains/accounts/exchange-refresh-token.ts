import { eq } from 'drizzle-orm'
import { refreshTokens } from '#db/schema'
import { recordAudit } from '#server/domains/audit'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { ApiTokens } from '#shared/contracts/api-access'
import { refreshTokenWrong } from './accounts-errors'
import { lockUser, type UserRow } from './accounts-locks'
import { addToFamily } from './issue-tokens'
import { revokeFamily } from './revoke-tokens'
import { hashSecretToken, looksLikeSecretToken } from './secret-token'

/** Two tabs may send the same token at the same time, and an answer may be lost on its way. */
const GRACE_MS = 10_000

type RefreshTokenRow = typeof refreshTokens.$inferSelect

/**
 * Gives the next access and refresh token for a refresh token, which is used up. Whoever shows a used one again has a
 * copy, or was robbed of it: the whole family ends. Throws `accounts.refresh_token_wrong`, whatever is wrong.
 */
export async function exchangeRefreshToken(ctx: Context, actor: Actor, token: string, userAgent: string | null): Promise<ApiTokens> {
  if (!looksLikeSecretToken('refresh', token)) throw refreshTokenWrong()

  // A family that ends here must stay ended, so the refusal comes after the transaction.
  const tokens = await inTransaction(ctx, async (ctx) => {
    const found = await lockToken(ctx, hashSecretToken(token))
    if (!found || !isGood(ctx, found)) return null
    const { row, user } = found

    if (row.rotatedAt && ctx.now.getTime() - row.rotatedAt.getTime() > GRACE_MS) {
      await endStolenFamily(ctx, actor, found)
      return null
    }

    if (!row.rotatedAt) await ctx.db.update(refreshTokens).set({ rotatedAt: ctx.now }).where(eq(refreshTokens.id, row.id))
    const next = await addToFamily(ctx, actor, user, { id: row.familyId, twoFactor: row.twoFactor, userAgent })
    return next.refreshExpiresIn > 0 ? next : null
  })

  if (!tokens) throw refreshTokenWrong()
  return tokens
}

interface Found {
  row: RefreshTokenRow
  user: UserRow
}

/** Its user's row and its own, in that order, as everything that ends a family locks them. */
async function lockToken(ctx: Context, tokenHash: string): Promise<Found | null> {
  const [known] = await ctx.db.select({ userId: refreshTokens.userId }).from(refreshTokens).where(eq(refreshTokens.tokenHash, tokenHash))
  const user = known && (await lockUser(ctx, known.userId))
  if (!user) return null

  const [row] = await ctx.db.select().from(refreshTokens).where(eq(refreshTokens.tokenHash, tokenHash)).for('update')
  return row ? { row, user } : null
}

const isGood = (ctx: Context, { row, user }: Found) => row.revokedAt === null && row.expiresAt > ctx.now && user.status === 'active'

async function endStolenFamily(ctx: Context, actor: Actor, { row, user }: Found): Promise<void> {
  await revokeFamily(ctx, row.familyId)
  await recordAudit(ctx, actor, {
    action: 'accounts.refresh_token_reused',
    subject: { type: 'user', id: user.id },
    details: { familyId: row.familyId },
  })
}
