import { and, eq, isNull, lt } from 'drizzle-orm'
import { emailTokens, knownDevices, refreshTokens, users } from '#db/schema'
import type { Context } from '#server/platform/context'
import { luciaFor } from './lucia'
import { deleteOldChallenges } from './passkey-challenges'

const DAY_MS = 86_400_000
/** How long a token's row is kept after its end, for whoever asks what happened. */
const TOKEN_DAYS = 30
/** Who does not come back within this time with a browser is told of it as of a new one. */
const DEVICE_DAYS = 400
/** An account whose address nobody verifies is nobody's. */
const UNOPENED_DAYS = 30

/** Clears away what had ended before: sessions, challenges, tokens, devices, and accounts that never opened. */
export async function deleteWhatEnded(ctx: Context): Promise<void> {
  const ago = (days: number) => new Date(ctx.now.getTime() - days * DAY_MS)

  await luciaFor(ctx, false).deleteExpiredSessions()
  await deleteOldChallenges(ctx)
  await ctx.db.delete(emailTokens).where(lt(emailTokens.expiresAt, ago(TOKEN_DAYS)))
  await ctx.db.delete(refreshTokens).where(lt(refreshTokens.expiresAt, ago(TOKEN_DAYS)))
  await ctx.db.delete(knownDevices).where(lt(knownDevices.lastSeenAt, ago(DEVICE_DAYS)))
  await ctx.db.delete(users).where(and(isNull(users.emailVerifiedAt), eq(users.role, 'member'), lt(users.createdAt, ago(UNOPENED_DAYS))))
}
