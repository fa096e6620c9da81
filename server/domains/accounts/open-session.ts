import type { Context } from '#server/platform/context'
import type { UserRow } from './accounts-locks'
import { luciaFor } from './lucia'
import { newSessionToken, sessionIdOf } from './session-token'
import { signedIn, type SignedInBrowser } from './signed-in'

/** Where a session is opened from; kept for the person's own list of sessions. */
export interface Browser {
  address: string | null
  userAgent: string | null
}

/** A session that has just been opened. Only here does the token exist outside the browser. */
export interface OpenedSession {
  token: string
  /** Survives the end of the browser. */
  persistent: boolean
  signedIn: SignedInBrowser
}

const USER_AGENT_MAX = 400
export const shortUserAgent = (userAgent: string | null): string | null => userAgent?.slice(0, USER_AGENT_MAX) ?? null

/** Opens a session. Its id is new, so an id planted before sign-in is worth nothing. */
export async function openSession(
  ctx: Context,
  user: UserRow,
  browser: Browser,
  options: { persistent: boolean; twoFactor: boolean },
): Promise<OpenedSession> {
  const token = newSessionToken(options.persistent)
  const sessionId = sessionIdOf(token)
  const twoFactorAt = options.twoFactor ? ctx.now : null

  await luciaFor(ctx, options.persistent).createSession(
    user.id,
    {
      createdAt: ctx.now,
      persistent: options.persistent,
      twoFactorAt,
      ip: browser.address,
      userAgent: shortUserAgent(browser.userAgent),
      lastSeenAt: ctx.now,
    },
    { sessionId },
  )
  return { token, persistent: options.persistent, signedIn: signedIn({ id: sessionId, twoFactorAt }, user) }
}
