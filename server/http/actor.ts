import { createHash, randomBytes } from 'node:crypto'
import type { H3Event } from 'h3'
import { findSession, type SignedIn } from '#server/domains/accounts'
import { visitor, type Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { deviceTokenOf, giveGuestCookie, guestTokenOf, sessionTokenOf } from './session'

const keyOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Who sent this request. Without a session cookie nothing is asked of the database; with one, one query. */
export async function actorOf(event: H3Event, ctx: Context): Promise<Actor> {
  const guestToken = guestTokenOf(event, ctx.config)
  const deviceToken = deviceTokenOf(event, ctx.config)
  const guest = visitor({
    address: event.context.clientAddress ?? null,
    guestKey: guestToken && keyOf(guestToken),
    deviceKey: deviceToken && keyOf(deviceToken),
  })

  const token = sessionTokenOf(event, ctx.config)
  const session = token && (await findSession(ctx, token))
  if (!session) return guest

  return asSignedIn(guest, session)
}

/** The same browser, signed in. */
export const asSignedIn = (
  actor: Actor,
  { userId, sessionId, role, name, email, emailVerified, twoFactor, twoFactorDue }: SignedIn,
): Actor => ({
  ...actor,
  userId,
  sessionId,
  role,
  name,
  email,
  emailVerified,
  twoFactor,
  twoFactorDue,
})

/** The visitor with a key to own a cart by: the browser's, or a new one, which it is given. */
export function withGuestKey(event: H3Event, ctx: Pick<Context, 'config'>, actor: Actor): Actor {
  if (actor.userId || actor.guestKey) return actor
  const token = randomBytes(32).toString('base64url')
  giveGuestCookie(event, ctx.config, token)
  return { ...actor, guestKey: keyOf(token) }
}
