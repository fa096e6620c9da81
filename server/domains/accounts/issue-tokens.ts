import { eq, min } from 'drizzle-orm'
import { refreshTokens } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { inTransaction } from '#server/platform/database/in-transaction'
import type { ApiTokens } from '#shared/contracts/api-access'
import { ACCESS_SECONDS, makeAccessToken } from './access-token'
import type { UserRow } from './accounts-locks'
import { needsTwoFactor } from './accounts-policy'
import { shortUserAgent } from './open-session'
import { proveCredentials, type Credentials } from './prove-credentials'
import { hashSecretToken, newSecretToken } from './secret-token'

const DAY_SECONDS = 24 * 60 * 60
/** As with sessions: a family ends after this long without a use, and after this long in any case. */
const IDLE_SECONDS = { member: 30 * DAY_SECONDS, privileged: DAY_SECONDS }
const ABSOLUTE_SECONDS = { member: 180 * DAY_SECONDS, privileged: 7 * DAY_SECONDS }

interface Family {
  id: string
  twoFactor: boolean
  userAgent: string | null
}

/** Signs a program in: an access token for minutes, and a refresh token that is exchanged for the next two. */
export async function issueTokens(ctx: Context, actor: Actor, input: Credentials, userAgent: string | null): Promise<ApiTokens> {
  const lockProven = await proveCredentials(ctx, actor, input)

  return inTransaction(ctx, async (ctx) => {
    const user = await lockProven(ctx)
    return addToFamily(ctx, actor, user, { id: ctx.newId(), twoFactor: user.totpSecret !== null, userAgent })
  })
}

/** The next two tokens of a family. The user's row is locked. */
export async function addToFamily(ctx: Context, actor: Actor, user: UserRow, family: Family): Promise<ApiTokens> {
  const refreshExpiresIn = await refreshSeconds(ctx, user, family.id)
  const refreshToken = newSecretToken('refresh')
  await ctx.db.insert(refreshTokens).values({
    id: ctx.newId(),
    familyId: family.id,
    userId: user.id,
    tokenHash: hashSecretToken(refreshToken),
    ip: actor.address,
    userAgent: shortUserAgent(family.userAgent),
    twoFactor: family.twoFactor,
    createdAt: ctx.now,
    expiresAt: new Date(ctx.now.getTime() + refreshExpiresIn * 1000),
  })

  const claims = { userId: user.id, familyId: family.id, version: user.tokenVersion, twoFactor: family.twoFactor }
  const accessToken = await makeAccessToken(ctx, claims)
  return { accessToken, tokenType: 'Bearer', expiresIn: ACCESS_SECONDS, refreshToken, refreshExpiresIn }
}

async function refreshSeconds(ctx: Context, user: UserRow, familyId: string): Promise<number> {
  const kind = needsTwoFactor(user.role) ? 'privileged' : 'member'
  const [family] = await ctx.db
    .select({ beganAt: min(refreshTokens.createdAt) })
    .from(refreshTokens)
    .where(eq(refreshTokens.familyId, familyId))
  const beganAt = family?.beganAt ?? ctx.now
  const left = ABSOLUTE_SECONDS[kind] - Math.floor((ctx.now.getTime() - beganAt.getTime()) / 1000)
  return Math.max(0, Math.min(IDLE_SECONDS[kind], left))
}
