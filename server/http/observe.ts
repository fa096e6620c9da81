import type { IncomingMessage, ServerResponse } from 'node:http'
import type { H3Event } from 'h3'
import type { Logger } from '#server/platform/logger/logger'
import type { Metrics } from '#server/platform/metrics/metrics'

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
/** What the balancer and the browser ask for all the time. */
const QUIET = new Set(['/_nuxt/**', '/healthz', '/readyz', '/metrics'])
const SECTIONS = new Set([
  'account',
  'admin',
  'cart',
  'categories',
  'checkout',
  'dev',
  'files',
  'messages',
  'orders',
  'products',
  'search',
  'seller',
  'shops',
  'sign-in',
  'register',
])

/** Counts and logs one answer by its route's pattern: an address may hold a token or a name, a pattern cannot. */
export function observeAnswer(
  { log, metrics }: { log: Logger; metrics: Metrics },
  request: { req: IncomingMessage; res: ServerResponse; requestId: string },
  answeredBy: () => { route: string; isQuiet?: boolean },
): void {
  const { req, res, requestId } = request
  const startedAt = performance.now()
  res.once('close', () => {
    const seconds = (performance.now() - startedAt) / 1000
    const { route, isQuiet = QUIET.has(route) } = answeredBy()
    const labels = {
      method: METHODS.has(req.method ?? '') ? req.method! : 'OTHER',
      route,
      status: res.writableFinished ? String(res.statusCode) : '499',
    }
    metrics.count('http_requests_total', labels)
    metrics.observe('http_request_duration_seconds', seconds, labels)

    if (isQuiet && log.level !== 'debug') return
    log[isQuiet ? 'debug' : 'info']({ request_id: requestId, ...labels, duration_ms: Math.round(seconds * 10_000) / 10 }, 'request')
  })
}

/** The pattern of what answered. */
export function routePattern(event: H3Event): string {
  const matched: string | undefined = event.context.matchedRoute?.path
  if (matched && matched !== '/**') return matched
  return pagePattern((event.node.req.originalUrl ?? event.path).split('?')[0]!)
}

/** Pages have no routes on the server; their section is enough for a metric and bounded in number. */
export function pagePattern(path: string): string {
  if (path.startsWith('/_nuxt/')) return '/_nuxt/**'
  const [first = '', second] = path
    .replace(/^\/[a-z]{2}(?=\/|$)/, '')
    .split('/')
    .slice(1)
  if (first === '') return '/'
  if (!SECTIONS.has(first)) return 'other'
  return second === undefined ? `/${first}` : `/${first}/**`
}
