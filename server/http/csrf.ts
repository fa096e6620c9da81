import { getRequestHeader, type H3Event } from 'h3'
import type { Config } from '#server/platform/config/config'
import { foreignOrigin } from './route-errors'
import { currentWorld } from './world'

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Refuses a change that another site's page asks for. */
export function refuseForeignOrigin(event: H3Event): void {
  if (isForeignChange(event, currentWorld().config)) throw foreignOrigin()
}

/**
 * Whether another site's page asks for a change. `Sec-Fetch-Site`, if present, must say same-origin; else
 * `Origin`, if present, must be ours; with neither, only a request without cookies passes (tokens, webhooks,
 * command lines), since there is nothing in it to abuse.
 */
export function isForeignChange(event: H3Event, config: Pick<Config, 'demo' | 'siteUrl'>): boolean {
  if (READING.has(event.method)) return false

  const site = getRequestHeader(event, 'sec-fetch-site')
  if (site !== undefined) return site !== 'same-origin'

  const origin = getRequestHeader(event, 'origin')
  if (origin !== undefined) return !isOwnOrigin(config, origin, getRequestHeader(event, 'host'))

  return getRequestHeader(event, 'cookie') !== undefined
}

/** Whether an Origin header names this marketplace; in demo mode any address that it is reached by. */
export function isOwnOrigin(config: Pick<Config, 'demo' | 'siteUrl'>, origin: string, host: string | undefined): boolean {
  if (origin === new URL(config.siteUrl).origin) return true
  return config.demo && host !== undefined && origin === `http://${host}`
}
