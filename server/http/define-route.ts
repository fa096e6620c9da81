import { defineEventHandler, getQuery, getRouterParams, setResponseHeader, setResponseStatus, type EventHandler, type H3Event } from 'h3'
import { Readable } from 'node:stream'
import type { z } from 'zod'
import type { Actor } from '#server/platform/actor'
import type { Context } from '#server/platform/context'
import { isUnstorable } from '#server/platform/database/unstorable'
import { networkOf } from '#server/platform/rate-limit/network-of'
import { actorOf } from './actor'
import { refuseForeignOrigin } from './csrf'
import { presentError, refusalOf } from './present-error'
import { readBytes, readJson, streamBytes } from './read-json'
import { inputInvalid, notAllowed, notSignedIn, routeNotFound, scopeMissing, secondFactorMissing, tooManyRequests } from './route-errors'
import { currentScope } from './request-scope'
import { scopeOf, type RouteScope } from './route-scopes'
import { contextOf } from './world'

/**
 * Who may call a route at all: everyone; who is signed in; who acts for a shop (the domain decides for which);
 * moderators; admins. The last two must have shown a second factor.
 */
export type Access = 'public' | 'user' | 'seller' | 'moderator' | 'admin'

export interface RouteLimit<Body = unknown> {
  /** Names the counter; routes that share a name share it. Default: the route's own. */
  name?: string
  max: number
  windowSeconds: number
  /** Whom it counts: an address, an account (else its address), or a key out of the body and who sent it; null counts nobody. */
  by: 'address' | 'actor' | ((body: Body, actor: Actor, ctx: Context) => string | null | Promise<string | null>)
}

type Schema = z.ZodType | undefined
type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined
type Answer<R> = R extends z.ZodType ? z.input<R> : void | Download

export interface RouteContract<P extends Schema = Schema, Q extends Schema = Schema, B extends Schema = Schema, R extends Schema = Schema> {
  /** One line for the API's documentation. */
  summary: string
  access: Access
  /** What an API key must be allowed; by the address unless told, see `route-scopes.ts`. */
  scope?: RouteScope
  params?: P
  query?: Q
  body?: B
  /** Takes a file as the body, as it is, instead of JSON; what kind it is, its own bytes tell. A streamed one is never held as a whole. */
  upload?: { types: readonly string[]; streamed?: boolean }
  /** Gives a file of one of these types instead of JSON. */
  download?: { types: readonly [string, ...string[]] }
  /** What is sent; anything that the schema does not name is cut off. Without it the answer is 204. */
  response?: R
  /** Status of a success; 200 unless told. */
  status?: 200 | 201 | 202
  /** A change without limits of its own may be asked for 120 times a minute. */
  limits?: RouteLimit<Parsed<B>>[]
  /** Largest body in bytes; 100 kB unless told. */
  maxBodyBytes?: number
  /** `Cache-Control`; nothing is kept unless told. */
  cacheControl?: string
}

export interface RouteInput<P, Q, B> {
  ctx: Context
  actor: Actor
  params: Parsed<P>
  query: Parsed<Q>
  body: Parsed<B>
  /** The file of a route that takes one; empty elsewhere. */
  upload: Uint8Array
  /** The pieces of a streamed file. */
  stream: AsyncIterable<Uint8Array>
  /** For what only HTTP knows: cookies and headers. */
  event: H3Event
}

/** A handler that carries its contract, from which the documentation and the access matrix are made. */
export type Route = EventHandler & { contract: RouteContract }

/** What a route with `download` answers. */
export interface Download {
  /** All at once, or while they are made. */
  bytes: Uint8Array | ReadableStream<Uint8Array>
  fileName: string
  /** The first of the route's unless told. */
  type?: string
}

const DEFAULT_WRITE_LIMIT = { max: 120, windowSeconds: 60, by: 'actor' } as const
const DEFAULT_BODY_BYTES = 100_000
const NOTHING_KEPT = 'private, no-store'
const NO_BYTES = new Uint8Array()
const NO_PIECES: AsyncIterable<Uint8Array> = Readable.from([])

/**
 * The only way to make an API route: checks limits, access, origin and input against the contract, runs the
 * handler, cuts its answer to the contract, and turns refusals into the one wire shape.
 */
export function defineRoute<
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
  R extends Schema = undefined,
>(contract: RouteContract<P, Q, B, R>, handle: (input: RouteInput<P, Q, B>) => Promise<Answer<R>> | Answer<R>): Route {
  const general = contract as unknown as RouteContract

  const handler = defineEventHandler(async (event) => {
    const ctx = contextOf(event)
    try {
      const input = await admit(event, ctx, general)
      const answer = await handle(input as RouteInput<P, Q, B>)
      return send(event, general, answer)
    } catch (error) {
      return sendError(event, ctx, error)
    }
  })

  return Object.assign(handler, { contract: general })
}

/** Everything that is checked before the handler runs. */
async function admit(event: H3Event, ctx: Context, contract: RouteContract): Promise<RouteInput<Schema, Schema, Schema>> {
  const actor = await actorOf(event, ctx)
  const limits = currentScope()?.isOwn ? [] : (contract.limits ?? (isReading(event) ? [] : [DEFAULT_WRITE_LIMIT]))
  const count = (limit: Pick<RouteLimit, 'name' | 'max' | 'windowSeconds'>, whom: string) =>
    countAttempt(ctx, limit, `${limit.name ?? nameOf(event)}|${whom}`)

  for (const limit of limits) if (typeof limit.by === 'string') await count(limit, whomOf(actor, limit.by))
  requireScope(actor, contract, event)
  requireAccess(actor, contract.access)
  refuseForeignOrigin(event)

  const params = contract.params && parseParams(contract.params, event)
  const query = contract.query && parse(contract.query, getQuery(event))
  const maxBodyBytes = contract.maxBodyBytes ?? DEFAULT_BODY_BYTES
  const body = contract.body && parse(contract.body, await readJson(event, maxBodyBytes))
  const stream = contract.upload?.streamed ? streamBytes(event, maxBodyBytes) : NO_PIECES
  const upload = contract.upload && !contract.upload.streamed ? await readBytes(event, maxBodyBytes) : NO_BYTES
  for (const limit of limits) {
    const whom = typeof limit.by === 'function' ? await limit.by(body as never, actor, ctx) : null
    if (whom !== null) await count(limit, whom)
  }

  return { ctx, actor, params, query, body, upload, stream, event } as RouteInput<Schema, Schema, Schema>
}

function send(event: H3Event, contract: RouteContract, answer: unknown): unknown {
  setResponseHeader(event, 'cache-control', contract.cacheControl ?? NOTHING_KEPT)
  if (contract.download) return sendFile(event, contract.download.types[0], answer as Download)
  setResponseStatus(event, contract.status ?? (contract.response ? 200 : 204))
  return contract.response ? contract.response.parse(answer) : null
}

/** A file to keep, never to show: nothing in it can run here. */
function sendFile(event: H3Event, usual: string, { bytes, fileName, type = usual }: Download): Download['bytes'] {
  event.context.contentPolicy = "default-src 'none'; sandbox"
  setResponseHeader(event, 'content-type', type)
  setResponseHeader(event, 'content-disposition', `attachment; filename="${fileName}"`)
  return bytes
}

/** Writes an error in the wire shape; a bug is logged with everything and answered with nothing but its request id. */
export function sendError(event: H3Event, ctx: Pick<Context, 'log'>, error: unknown) {
  const wire = presentError(error, event.context.requestId ?? '')
  if (wire.statusCode === 500) ctx.log.error({ err: error, method: event.method, path: event.path.split('?')[0] }, 'request failed')

  if (wire.data.code === 'request.bearer_wrong') setResponseHeader(event, 'www-authenticate', 'Bearer error="invalid_token"')
  const retryAfter = refusalOf(error)?.details.retryAfterSeconds
  if (typeof retryAfter === 'number') setResponseHeader(event, 'retry-after', retryAfter)
  setResponseHeader(event, 'cache-control', NOTHING_KEPT)
  setResponseStatus(event, wire.statusCode, wire.statusMessage)
  return wire
}

const isReading = (event: H3Event) => event.method === 'GET' || event.method === 'HEAD'
const pathOf = (event: H3Event): string => event.context.matchedRoute?.path ?? event.path.split('?')[0]!
const nameOf = (event: H3Event) => `${event.method} ${pathOf(event)}`
const whomOf = (actor: Actor, by: 'address' | 'actor') =>
  by === 'actor' && actor.userId ? `user:${actor.userId}` : `address:${networkOf(actor.address)}`

async function countAttempt(ctx: Context, limit: Pick<RouteLimit, 'max' | 'windowSeconds'>, key: string): Promise<void> {
  const verdict = await ctx.rateLimiter.attempt(key, limit)
  if (!verdict.allowed) throw tooManyRequests(verdict.retryAfterSeconds)
}

function requireAccess(actor: Actor, access: Access): void {
  if (access === 'public') return
  if (!actor.userId) throw notSignedIn()
  if (access === 'user' || access === 'seller') return

  if (actor.twoFactorDue) throw secondFactorMissing()
  if (actor.role !== 'admin' && actor.role !== access) throw notAllowed()
}

function requireScope({ scopes }: Actor, contract: RouteContract, event: H3Event): void {
  if (!scopes) return
  const scope = scopeOf({ path: pathOf(event), method: event.method, contract })
  if (scope !== 'open' && (scope === 'closed' || !scopes.includes(scope))) throw scopeMissing(scope)
}

/** A malformed id cannot exist, so it is not found. */
function parseParams(schema: z.ZodType, event: H3Event): unknown {
  const params = getRouterParams(event, { decode: true })
  const result = schema.safeParse(params)
  if (!result.success || isUnstorable(params)) throw routeNotFound()
  return result.data
}

function parse(schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value)
  if (result.success && !isUnstorable(value)) return result.data
  if (result.success) throw inputInvalid([{ path: '', message: 'A character is not allowed.', code: 'forbidden_character' }])
  throw inputInvalid(result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message, code: issue.code })))
}
