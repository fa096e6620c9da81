import { IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { randomUUID } from 'node:crypto'
import type { H3Event } from 'h3'
import type { NitroApp } from 'nitropack/types'
import type { World } from '#server/platform/context'
import type { DomainError } from '#server/platform/errors'
import { clientAddress, trustedProxies } from './client-address'
import { cacheableAddress, type CacheableAddress } from './cacheable-addresses'
import { isForeignChange } from './csrf'
import { isDraining } from './drain'
import { inlineScriptHashes } from './inline-scripts'
import { observeAnswer, routePattern } from './observe'
import { servePage, type PageServer } from './serve-page'
import { currentScope, withScope } from './request-scope'
import { ASSET_POLICY, securityHeaders, type HeaderSet } from './security-headers'
import { sendError } from './define-route'
import { foreignOrigin, routeNotFound } from './route-errors'
import { answerUnreadable } from './unreadable-requests'
import { contextOf } from './world'

const METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS'
const KNOWN_METHODS = new Set(METHODS.split(', '))
const REQUEST_ID = /^[\w-]{8,64}$/
const RETRY_AFTER_SECONDS = '5'
/** Where the build's scripts, styles and fonts lie. */
const ASSETS = '/_nuxt/'
/** Answered whatever state the rest is in. */
const PROBES = new Set(['/healthz', '/readyz', '/metrics'])

type Handler = (event: H3Event) => Promise<unknown>

export interface EdgeParts {
  pages: PageServer
  /** Given to every event, since Nitro would read the whole environment again for each, which costs more than most answers. */
  runtimeConfig: object
}

export interface Edge {
  /** The server that requests come from; null before the first. */
  server: () => Server | null
}

/**
 * What every request from outside passes before anything else: a request id, the client's address, the headers
 * of every answer, and the shortest way to an answer that is kept. Calls within the process pass straight through.
 */
export function installEdge(nitroApp: NitroApp, world: World, { pages, runtimeConfig }: EdgeParts): Edge {
  const handle = nitroApp.h3App.handler as Handler
  const isTrusted = trustedProxies(world.config.TRUSTED_PROXIES)
  let headersOf = securityHeaders(world.config, [])
  let server: Server | null = null
  let isReady: boolean = import.meta.dev

  const ready = import.meta.dev
    ? Promise.resolve()
    : new Promise<void>((resolve) => setImmediate(resolve))
        .then(() => inlineScriptHashes(nitroApp))
        .then((hashes) => void (headersOf = securityHeaders(world.config, hashes)))
        .catch((error: unknown) => world.log.error({ error }, 'the hashes of the inline scripts are missing: pages will not come to life'))
        .finally(() => (isReady = true))

  if (!import.meta.dev) logErrorsOurselves(nitroApp, world)
  nitroApp.h3App.handler = Object.assign(async (event: H3Event) => {
    const { req, res } = event.node
    event.context.nitro = { errors: [], runtimeConfig } as unknown as typeof event.context.nitro
    if (!(req instanceof IncomingMessage)) return handle(inherit(event))

    if (!server) {
      server = (req.socket as unknown as { server?: Server }).server ?? null
      if (server) answerUnreadable(server, () => headersOf(undefined))
    }
    const address = clientAddress(req, isTrusted)
    const requestId = requestIdOf(req, isTrusted)
    const url = req.url ?? '/'
    let kept: { route: string; isQuiet: boolean } | null = null
    observeAnswer(world, { req, res, requestId }, () => kept ?? { route: routePattern(event) })

    const path = pathOf(url)
    if (!isReady && !PROBES.has(path)) await ready
    const headers = headersOf(req.headers.host)
    Object.assign(event.context, { requestId, clientAddress: address ?? undefined })

    if (!KNOWN_METHODS.has(req.method ?? '')) return refuseMethod(event, headers)

    const cacheable = cacheableOf(req, url)
    if (cacheable) {
      if (!cacheable.isApi) withoutPerson(req)
      const served = servePage(pages, { req, res, address: cacheable, headers, requestId })
      kept = { route: cacheable.pattern, isQuiet: served === true }
      if (served === true || (await served)) return
    }

    // Routes are for GET alone; Node itself leaves out the body of an answer to HEAD.
    if (req.method === 'HEAD') req.method = 'GET'
    if (path.startsWith(ASSETS)) event.context.contentPolicy = ASSET_POLICY
    keepHeaders(event, headers, requestId)
    return withScope({ requestId, clientAddress: address }, () => {
      // The router reads an escaped question mark as one, and so another route than the address names.
      if (path.startsWith('/api/') && /%3f/i.test(path)) return answerRefusal(event, routeNotFound())
      if (isForeignChange(event, world.config) && !path.startsWith('/api/')) return answerRefusal(event, foreignOrigin())
      return handle(event)
    })
  }, handle) as typeof nitroApp.h3App.handler

  return { server: () => server }
}

/** Nitro would print the whole address of a failed page, with the keys and tokens in it, and what it was that failed. */
function logErrorsOurselves({ h3App }: NitroApp, { log }: World): void {
  const { onError } = h3App.options
  h3App.options.onError = (error, event) => {
    if (error.unhandled) {
      log.error({ error, request_id: event.context.requestId, route: routePattern(event) }, 'a page failed')
      Object.assign(error, { message: 'Server Error', data: undefined })
    }
    Object.assign(error, { unhandled: false, fatal: false })
    // An address that has a route, but none for this method, ends up with the pages.
    if (event.path.startsWith('/api/') && error.statusCode < 500) return answerRefusal(event, routeNotFound())
    return onError?.(error, event)
  }
}

/** A call within the process belongs to the request that makes it. */
function inherit(event: H3Event): H3Event {
  const scope = currentScope()
  if (!scope) return event
  Object.assign(event.context, { requestId: scope.requestId, clientAddress: scope.clientAddress ?? undefined })
  if (scope.shell) Object.assign(event.context, { nuxt: { noSSR: true } })
  return event
}

function requestIdOf(req: IncomingMessage, isTrusted: (address: string) => boolean): string {
  const given = req.headers['x-request-id']
  const peer = req.socket.remoteAddress?.replace(/^::ffff:(?=\d+\.)/i, '')
  return typeof given === 'string' && REQUEST_ID.test(given) && peer && isTrusted(peer) ? given : randomUUID()
}

const pathOf = (url: string) => {
  const mark = url.indexOf('?')
  return mark === -1 ? url : url.slice(0, mark)
}

/** Whether an answer that is kept may be given. What the key of a program may read is for the route to check, so it is always asked. */
function cacheableOf({ method, headers }: IncomingMessage, url: string): CacheableAddress | null {
  if (method !== 'GET' && method !== 'HEAD') return null
  const address = cacheableAddress(url)
  return address?.isApi && headers.authorization !== undefined ? null : address
}

/** Pages for everybody are made for nobody, also where the cache is off or failed. */
function withoutPerson(req: IncomingMessage): void {
  delete req.headers.cookie
  delete req.headers.authorization
}

/** Sets the headers of the house last, so that nothing which answers can leave them out or loosen them. */
function keepHeaders(event: H3Event, headers: HeaderSet, requestId: string): void {
  const res: ServerResponse = event.node.res
  const writeHead = res.writeHead
  res.writeHead = function (this: ServerResponse, ...args: Parameters<typeof writeHead>) {
    const allowedElsewhere = res.getHeader('cross-origin-resource-policy')
    for (const [name, value] of headers.pairs) res.setHeader(name, value)
    if (allowedElsewhere) res.setHeader('cross-origin-resource-policy', allowedElsewhere)
    if (event.context.contentPolicy) res.setHeader('content-security-policy', event.context.contentPolicy)
    if (import.meta.dev) res.removeHeader('content-security-policy')
    res.setHeader('x-request-id', requestId)
    res.removeHeader('x-powered-by')

    const isPage = String(res.getHeader('content-type') ?? '').startsWith('text/html')
    if (isPage && !keepsOwnCachePolicy(res, args[0])) res.setHeader('cache-control', 'private, no-store')
    if (args[0] === 503 && !res.hasHeader('retry-after')) res.setHeader('retry-after', RETRY_AFTER_SECONDS)
    if (isDraining()) res.setHeader('connection', 'close')
    return writeHead.apply(res, args)
  } as typeof writeHead
}

const keepsOwnCachePolicy = (res: ServerResponse, status: number) => status < 400 && res.hasHeader('cache-control')

function refuseMethod(event: H3Event, headers: HeaderSet): void {
  const { res } = event.node
  for (const [name, value] of headers.pairs) res.setHeader(name, value)
  res.writeHead(405, { allow: METHODS, 'content-length': '0' }).end()
}

async function answerRefusal(event: H3Event, refusal: DomainError): Promise<void> {
  const wire = sendError(event, contextOf(event), refusal)
  event.node.res.setHeader('content-type', 'application/json')
  event.node.res.end(JSON.stringify(wire))
}
