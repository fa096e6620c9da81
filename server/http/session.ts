import { deleteCookie, getCookie, setCookie, type H3Event } from 'h3'
import type { Config } from '#server/platform/config/config'

const DAY_SECONDS = 24 * 60 * 60
/** Longer than any session: how long one lasts is for the server to say. */
const PERSISTENT_SECONDS = 180 * DAY_SECONDS
const GUEST_SECONDS = 30 * DAY_SECONDS
/** The longest that browsers keep a cookie. */
const DEVICE_SECONDS = 400 * DAY_SECONDS
const PENDING_SECONDS = DAY_SECONDS
const TOKEN_MAX = 100

type CookieConfig = Pick<Config, 'demo'>

/** Browsers drop `__Host-` and Secure cookies on a plain-HTTP address of the local network, where the demo runs. */
const nameOf = (name: 'souk_session' | 'souk_cart' | 'souk_device' | 'souk_pending', { demo }: CookieConfig) =>
  demo ? name : `__Host-${name}`
const attributes = ({ demo }: CookieConfig) => ({ httpOnly: true, sameSite: 'lax', path: '/', secure: !demo }) as const

const readToken = (event: H3Event, name: string): string | null => {
  const token = getCookie(event, name)
  return token && token.length <= TOKEN_MAX ? token : null
}

export const sessionTokenOf = (event: H3Event, config: CookieConfig) => readToken(event, nameOf('souk_session', config))

export function giveSessionCookie(event: H3Event, config: CookieConfig, session: { token: string; persistent: boolean }): void {
  const maxAge = session.persistent ? { maxAge: PERSISTENT_SECONDS } : {}
  setCookie(event, nameOf('souk_session', config), session.token, { ...attributes(config), ...maxAge })
}

export const takeSessionCookie = (event: H3Event, config: CookieConfig): void =>
  deleteCookie(event, nameOf('souk_session', config), attributes(config))

export const guestTokenOf = (event: H3Event, config: CookieConfig) => readToken(event, nameOf('souk_cart', config))

export const giveGuestCookie = (event: H3Event, config: CookieConfig, token: string): void =>
  setCookie(event, nameOf('souk_cart', config), token, { ...attributes(config), maxAge: GUEST_SECONDS })

export const takeGuestCookie = (event: H3Event, config: CookieConfig): void =>
  deleteCookie(event, nameOf('souk_cart', config), attributes(config))

export const deviceTokenOf = (event: H3Event, config: CookieConfig) => readToken(event, nameOf('souk_device', config))

export const giveDeviceCookie = (event: H3Event, config: CookieConfig, token: string): void =>
  setCookie(event, nameOf('souk_device', config), token, { ...attributes(config), maxAge: DEVICE_SECONDS })

/** The registration that waits in this browser for its address to be verified. */
export const pendingTokenOf = (event: H3Event, config: CookieConfig) => readToken(event, nameOf('souk_pending', config))

export const givePendingCookie = (event: H3Event, config: CookieConfig, token: string): void =>
  setCookie(event, nameOf('souk_pending', config), token, { ...attributes(config), maxAge: PENDING_SECONDS })

export const takePendingCookie = (event: H3Event, config: CookieConfig): void =>
  deleteCookie(event, nameOf('souk_pending', config), attributes(config))
