import { and, eq, gt, isNull, lt } from 'drizzle-orm'
import { passkeyChallenges } from '#db/schema'
import type { Config } from '#server/platform/config/config'
import type { Context } from '#server/platform/context'

export const CHALLENGE_MS = 5 * 60 * 1000

/** Who a passkey is for, by the configured address alone: nothing that a request says may choose it. */
export function relyingParty({ siteUrl, SITE_NAME }: Pick<Config, 'siteUrl' | 'SITE_NAME'>) {
  const { hostname, origin } = new URL(siteUrl)
  return { id: hostname, name: SITE_NAME, origin }
}

/** Remembers what an authenticator has to sign; `userId` for a new passkey, null for a sign-in. */
export async function rememberChallenge(ctx: Context, challenge: string, userId: string | null): Promise<void> {
  const expiresAt = new Date(ctx.now.getTime() + CHALLENGE_MS)
  await ctx.db.insert(passkeyChallenges).values({ id: ctx.newId(), userId, challenge, expiresAt })
}

/** Uses a challenge up, whatever comes of the try; null when it is over, used, or was given to somebody else. */
export async function takeChallenge(ctx: Context, clientDataJSON: string, userId: string | null): Promise<string | null> {
  const challenge = challengeIn(clientDataJSON)
  if (challenge === null) return null
  const owner = userId === null ? isNull(passkeyChallenges.userId) : eq(passkeyChallenges.userId, userId)
  const taken = await ctx.db
    .delete(passkeyChallenges)
    .where(and(eq(passkeyChallenges.challenge, challenge), owner, gt(passkeyChallenges.expiresAt, ctx.now)))
    .returning({ id: passkeyChallenges.id })
  return taken.length > 0 ? challenge : null
}

export async function deleteOldChallenges(ctx: Context): Promise<void> {
  await ctx.db.delete(passkeyChallenges).where(lt(passkeyChallenges.expiresAt, ctx.now))
}

function challengeIn(clientDataJSON: string): string | null {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8')) as { challenge?: unknown }
    return typeof challenge === 'string' ? challenge : null
  } catch {
    return null
  }
}
