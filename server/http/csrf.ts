import { getRequestHeader, type H3Event } from 'h3'
import { foreignOrigin } from './route-errors'
import { currentWorld } from './world'

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a change that another site's page asks for. `Sec-Fetch-Site`, if present, must say same-origin;
 * else `Origin`, if present, must be ours; with neither, only a request without cookies passes
 * (tokens, webhooks, command lines), since there is nothing in it to abuse.
 */
export function refuseForeignOrigin(event: H3Event): void {
  if (READING.has(event.method)) return

  const site = getRequestHeader(event, 'sec-fetch-site')
  if (site !== undefined) {
    if (site === 'same-origin') return
    throw foreignOrigin()
  }

  const origin = getRequestHeader(event, 'origin')
  if (origin !== undefined) {
    if (isOwnOrigin(origin, getRequestHeader(event, 'host'))) return
    throw foreignOrigin()
  }

  if (getRequestHeader(event, 'cookie') !== undefined) throw foreignOrigin()
}

/** Whether an Origin header names this marketplace; in demo mode any address that it is reached by. */
export function isOwnOrigin(origin: string, host: string | undefined): boolean {
  const { config } = currentWorld()
  if (origin === new URL(config.siteUrl).origin) return true
  return config.demo && host !== undefined && origin === `http://${host}`
}
