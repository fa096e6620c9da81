import type { IncomingMessage, ServerResponse } from 'node:http'
import type { NitroApp } from 'nitropack/types'
import { PAGE_CACHE_CHANNEL, type PagePurge } from '#server/platform/cache/page-tags'
import type { World } from '#server/platform/context'
import { acceptedEncoding } from './accepted-encoding'
import type { CacheableAddress } from './cacheable-addresses'
import { isDraining } from './drain'
import { createPageCache, type CachedPage, type PageCache, type Rendered } from './page-cache'
import { ownScope, withScope } from './request-scope'
import type { HeaderSet } from './security-headers'
import { createSharedPages } from './shared-pages'

export type PageServer = ReturnType<typeof createPageServer>

/** The cache of pages and answers of the API for everybody, made for nobody; purged over the bus. Off in development. */
export function createPageServer(nitroApp: NitroApp, { bus, cache: store, config, log, metrics }: World, buildId: string) {
  const host = new URL(config.siteUrl).host
  const cache = createPageCache({
    shared: createSharedPages(store, [buildId, config.siteUrl, config.SITE_NAME]),
    hearsPurges: () => bus.isHealthy(),
    async render(key) {
      const startedAt = performance.now()
      const accept = key.startsWith('/api/') ? 'application/json' : 'text/html'
      const response = await withScope(ownScope(), () => nitroApp.localFetch(key, { headers: { accept, host } }))
      const body = Buffer.from(await response.arrayBuffer())
      metrics.observe('souk_page_render_seconds', (performance.now() - startedAt) / 1000)
      return { status: response.status, headers: response.headers, body }
    },
  })
  bus.subscribe(PAGE_CACHE_CHANNEL, (message) => cache.purge((message as PagePurge).tags))
  bus.onReconnect(() => cache.purgeAll())

  return { cache, log, metrics, isOn: !import.meta.dev }
}

interface PageRequest {
  req: IncomingMessage
  res: ServerResponse
  address: CacheableAddress
  headers: HeaderSet
  requestId: string
}

/**
 * Answers from the cache at once, or with what is made for it; false when neither was possible and the app must
 * answer.
 */
export function servePage(server: PageServer, request: PageRequest): boolean | Promise<boolean> {
  const { cache, metrics, isOn } = server
  if (!isOn) return false

  const kept = cache.lookUp(request.address.key)
  metrics.count('souk_page_cache_total', kept ? HIT : MISS)
  return kept ? sendPage(cache, kept, request) : makePage(server, request)
}

async function makePage({ cache, log }: PageServer, request: PageRequest): Promise<boolean> {
  try {
    const made = await cache.fill(request.address.key)
    if ('bodies' in made) return await sendPage(cache, made, request)
    // A refusal of the API names the request that it is for.
    return !request.address.isApi && sendRendered(made, request)
  } catch (error) {
    log.warn({ error, request_id: request.requestId }, 'a page could not be made for the cache')
    return false
  }
}

const HIT = { result: 'hit' }
const MISS = { result: 'miss' }
/** Browsers ask each time and mostly hear that nothing changed; a purge reaches everybody at once. */
const ASK_AGAIN = 'public, no-cache'

function sendPage(cache: PageCache, page: CachedPage, request: PageRequest): true | Promise<true> {
  const { req, res, headers, requestId } = request
  const shared = [...headers.flat, 'x-request-id', requestId, 'etag', page.etag, 'vary', 'accept-encoding', 'cache-control', ASK_AGAIN]
  if (isDraining()) shared.push('connection', 'close')

  if (isKnown(page.etag, req.headers['if-none-match'])) {
    res.writeHead(304, shared).end()
    return true
  }

  const encoding = acceptedEncoding(req.headers['accept-encoding'])
  const send = (body: Buffer): true => {
    if (encoding !== 'identity') shared.push('content-encoding', encoding)
    shared.push('content-type', page.contentType, 'content-length', String(body.length))
    // Requests that came together are all read before the first is answered: each write by itself wakes who waits for it.
    setImmediate(() => res.writeHead(200, shared).end(req.method === 'HEAD' ? undefined : body))
    return true
  }
  const body = cache.bodyOf(request.address.key, page, encoding)
  return body instanceof Promise ? body.then(send) : send(body)
}

/** Whether the browser has it already, by any of the tags it names; `*` means any. */
const isKnown = (etag: string, named: string | undefined) => named !== undefined && (named.trim() === '*' || named.includes(etag.slice(2)))

/** An answer that is not kept: not found, gone, moved, away. */
function sendRendered({ status, headers: own, body }: Rendered, { req, res, headers, requestId }: PageRequest): true {
  for (const name of ['content-type', 'location', 'retry-after']) if (own.has(name)) res.setHeader(name, own.get(name)!)
  for (const [name, value] of headers.pairs) res.setHeader(name, value)
  if (status === 503 && !own.has('retry-after')) res.setHeader('retry-after', '5')
  if (isDraining()) res.setHeader('connection', 'close')
  res.setHeader('x-request-id', requestId)
  res.setHeader('cache-control', 'private, no-store')
  res.setHeader('content-length', body.length)
  res.writeHead(status)
  res.end(req.method === 'HEAD' ? undefined : body)
  return true
}
