import { createHash, randomBytes } from 'node:crypto'
import { getRequestHeader, type H3Event } from 'h3'
import { findBearer, findSession, type SignedIn } from '#server/domains/accounts'
import { visitor, type Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { bearerWrong } from './route-errors'
import { deviceTokenOf, giveDeviceCookie, giveGuestCookie, guestTokenOf, sessionTokenOf } from './session'

const keyOf = (token: string): string => createHash('sha256').update(token).digest('hex')

const BEARER = /^Bearer +(\S{1,4000})$/i

/** Who sent this request: the bearer of a token or a key, else who is at the browser. Throws where a bearer's opens nothing. */
export async function actorOf(event: H3Event, ctx: Context): Promise<Actor> {
  const authorization = getRequestHeader(event, 'authorization')
  // A proxy may ask for a password of its own by `Basic`, which is none of our business.
  if (!authorization || !/^Bearer\b/i.test(authorization)) return browserOf(event, ctx)

  const token = BEARER.exec(authorization)?.[1]
  const bearer = token ? await findBearer(ctx, token) : null
  if (!bearer) throw bearerWrong()
  return asSignedIn(visitor({ address: event.context.clientAddress ?? null }), bearer)
}

/** Who is at the browser, by its cookies. Without a session cookie nothing is asked of the database; with one, one query. */
export async function browserOf(event: H3Event, ctx: Context): Promise<Actor> {
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

/** The same browser or program, signed in. */
export const asSignedIn = (
  actor: Actor,
  { userId, sessionId, role, name, email, emailVerified, twoFactor, twoFactorDue, scopes }: SignedIn,
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
  scopes,
})

/** The visitor with a key to own a cart by: the browser's, or a new one, which it is given. */
export function withGuestKey(event: H3Event, ctx: Pick<Context, 'config'>, actor: Actor): Actor {
  if (actor.userId || actor.guestKey) return actor
  const token = randomBytes(32).toString('base64url')
  giveGuestCookie(event, ctx.config, token)
  return { ...actor, guestKey: keyOf(token) }
}

/** The actor with a key to know the browser by: the one it has, or a new one, which it is given. */
export function withDeviceKey(event: H3Event, ctx: Pick<Context, 'config'>, actor: Actor): Actor {
  if (actor.deviceKey) return actor
  const token = randomBytes(32).toString('base64url')
  giveDeviceCookie(event, ctx.config, token)
  return { ...actor, deviceKey: keyOf(token) }
}
