import { eq } from 'drizzle-orm'
import { users } from '#db/schema'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import type { TwoFactorOffer } from '#shared/contracts/accounts'
import { notSignedIn, twoFactorAlreadySetUp } from './accounts-errors'
import { offeredSecret, otpauthLink } from './totp'

/** The secret to put into an authenticator app. Nothing is stored until `confirmTwoFactor`. */
export async function offerTwoFactor(ctx: Context, actor: Actor): Promise<TwoFactorOffer> {
  if (!actor.userId || !actor.sessionId) throw notSignedIn()
  const [user] = await ctx.db.select().from(users).where(eq(users.id, actor.userId))
  if (!user) throw notSignedIn()
  if (user.totpSecret) throw twoFactorAlreadySetUp()

  const secret = offeredSecret(ctx.config.secret, actor.sessionId)
  return { secret, link: otpauthLink(secret, ctx.config.SITE_NAME, user.email) }
}
