import { createHash } from 'node:crypto'
import type { Config } from '#server/platform/config/config'
import { s3Origin } from '#server/platform/object-storage/s3-origin'

const YEAR_SECONDS = 31_536_000
const HOST = /^[a-z0-9.-]+(?::\d{1,5})?$|^\[[0-9a-f:]+\](?::\d{1,5})?$/i
const MOST_HOSTS = 50

/** The same headers twice: by name, and flat as Node writes them fastest. */
export interface HeaderSet {
  pairs: readonly (readonly [name: string, value: string])[]
  flat: readonly string[]
}

/** The hash by which a policy allows one inline script. */
export const scriptHash = (script: string): string => `'sha256-${createHash('sha256').update(script).digest('base64')}'`

/** Whom a page has to let in where Stripe takes the payments: its script, the frames of its form and of the bank's question. */
const STRIPE = {
  scripts: ['https://js.stripe.com', 'https://*.js.stripe.com'],
  frames: ['https://js.stripe.com', 'https://*.js.stripe.com', 'https://hooks.stripe.com'],
  calls: ['https://api.stripe.com'],
}

interface Beyond {
  /** Where files are sent. */
  uploads?: string | null
  stripe?: boolean
}

/** What a browser may do with our pages; the same for every page of a build. `origin` is where its scripts lie. */
export function contentPolicy(origin: string, inlineScripts: readonly string[], { uploads = null, stripe = false }: Beyond = {}): string {
  return [
    "default-src 'self'",
    ['script-src', `${origin}/_nuxt/`, ...inlineScripts, ...(stripe ? STRIPE.scripts : [])].join(' '),
    ...(stripe ? [['frame-src', ...STRIPE.frames].join(' ')] : []),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    ["connect-src 'self'", ...(uploads ? [uploads] : []), ...(stripe ? STRIPE.calls : [])].join(' '),
    "media-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    ...(origin.startsWith('https:') ? ['upgrade-insecure-requests'] : []),
  ].join('; ')
}

/** For what is no page: scripts, styles, fonts. Far shorter, since it travels with every one of them. */
export const ASSET_POLICY = "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/**
 * The headers of every answer, by the host it was asked at. The operator's site has one address; the demo is
 * reached by whatever name the local network has for it.
 */
export function securityHeaders(
  config: Pick<Config, 'demo' | 'siteUrl' | 'S3_REGION'> & Partial<Pick<Config, 'S3_BUCKET' | 'S3_ENDPOINT' | 'STRIPE_SECRET_KEY'>>,
  inlineScripts: readonly string[],
): (host: string | undefined) => HeaderSet {
  const site = new URL(config.siteUrl).origin
  const byHost = new Map<string, HeaderSet>()
  const beyond = { uploads: s3Origin(config), stripe: config.STRIPE_SECRET_KEY !== undefined }
  const own = headersFor(site, inlineScripts, beyond)

  return (host) => {
    if (!config.demo || host === undefined || !HOST.test(host)) return own
    const known = byHost.get(host)
    if (known) return known
    const made = headersFor(`http://${host.toLowerCase()}`, inlineScripts, beyond)
    if (byHost.size < MOST_HOSTS) byHost.set(host, made)
    return made
  }
}

function headersFor(origin: string, inlineScripts: readonly string[], beyond: Beyond): HeaderSet {
  const pairs = [
    ['content-security-policy', contentPolicy(origin, inlineScripts, beyond)],
    ['x-content-type-options', 'nosniff'],
    ['referrer-policy', 'strict-origin-when-cross-origin'],
    // Some wallets ask in a window of their own, which has to answer the page that opened it.
    ['cross-origin-opener-policy', beyond.stripe ? 'same-origin-allow-popups' : 'same-origin'],
    ['cross-origin-resource-policy', 'same-origin'],
    ['permissions-policy', 'camera=(), microphone=(), geolocation=(), usb=()'],
    ['x-frame-options', 'DENY'],
    ...(origin.startsWith('https:') ? [['strict-transport-security', `max-age=${YEAR_SECONDS}; includeSubDomains`] as const] : []),
  ] as const
  return { pairs, flat: pairs.flat() }
}
