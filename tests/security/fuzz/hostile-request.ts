import fc from 'fast-check'
import { arbitraryOf, nasty, type JsonSchema, type Known } from './schema-arbitrary'

export interface Operation {
  method: string
  path: string
  access: 'public' | 'user' | 'seller' | 'moderator' | 'admin'
  parameters: { name: string; in: 'path' | 'query'; required: boolean; schema: JsonSchema }[]
  body: JsonSchema | null
}

export const WHO = ['visitor', 'shopper', 'seller', 'admin'] as const
export type Who = (typeof WHO)[number]

/** A request before anybody knows by whom it is sent, and what the ids in it stand for. */
export interface Hostile {
  operation: Operation
  who: Who
  path: string
  query: string
  headers: Record<string, string>
  /** Null sends none. */
  body: string | null
}

/** Whom a route is for comes most often, so that most requests get past the door. */
const BY_ACCESS: Record<Operation['access'], Who[]> = {
  public: ['visitor', 'shopper', 'shopper', 'seller'],
  user: ['shopper', 'shopper', 'seller'],
  seller: ['seller'],
  moderator: ['admin'],
  admin: ['admin'],
}

const encode = (text: string) => encodeURIComponent(text.toWellFormed())

function pathOf({ path, parameters }: Operation, known: Known): fc.Arbitrary<string> {
  const inPath = parameters.filter((parameter) => parameter.in === 'path')
  const values = fc.record(
    Object.fromEntries(
      inPath.map(({ name, schema }) => [
        name,
        fc.oneof({ weight: 15, arbitrary: arbitraryOf(schema, known, name) }, { weight: 1, arbitrary: nasty }),
      ]),
    ),
  )
  return values.map((given) => path.replace(/\{(\w+)\}/g, (_, name: string) => encode(String(given[name])) || '-'))
}

function queryOf({ parameters }: Operation, known: Known): fc.Arbitrary<string> {
  const inQuery = parameters.filter((parameter) => parameter.in === 'query')
  const pairs = inQuery.map(({ name, schema, required }) =>
    fc
      .tuple(
        fc.oneof({ weight: required ? 9 : 2, arbitrary: fc.constant(true) }, fc.constant(false)),
        fc.oneof({ weight: 14, arbitrary: arbitraryOf(schema, known, name) }, { weight: 1, arbitrary: nasty }),
      )
      .map(([sent, value]) => (sent ? `${name}=${encode(String(value))}` : '')),
  )
  return fc.tuple(...pairs).map((parts) => parts.filter(Boolean).join('&'))
}

/** What is wrong with one in five requests, beyond what its schema lets through. */
const SPOILERS: Record<string, (request: Hostile, text: string) => Hostile> = {
  'a query key twice': (request) => ({ ...request, query: `${request.query}&cursor=a&cursor=b&q=1&q=2` }),
  'a query key as an array': (request) => ({ ...request, query: `${request.query}&cursor[]=a&q[x]=1&q[__proto__][polluted]=1` }),
  'a polluting query': (request) => ({ ...request, query: `${request.query}&__proto__[admin]=1&constructor=1` }),
  'a broken escape': (request) => ({ ...request, query: `${request.query}&q=%E0%A4%A&cursor=%` }),
  'a nasty path': (request, text) => ({ ...request, path: `${request.path}/${encode(text) || '%2e%2e'}` }),
  'no JSON': (request, text) => ({ ...request, body: text }),
  'half of it': (request) => ({ ...request, body: request.body?.slice(0, request.body.length / 2) ?? null }),
  'a list': (request) => ({ ...request, body: `[${request.body ?? 'null'}]` }),
  nothing: (request) => ({ ...request, body: null }),
  'a nest of lists': (request) => ({ ...request, body: '['.repeat(5000) + ']'.repeat(5000) }),
  'a large body': (request) => ({ ...request, body: JSON.stringify({ name: 'x'.repeat(200_000) }) }),
  'a polluting body': (request) => ({ ...request, body: '{"__proto__":{"role":"admin"},"constructor":{"prototype":{"role":"admin"}}}' }),
  'keys of its own': (request) =>
    extended(request, { role: 'admin', emailVerified: true, sellerId: 1, balanceMinor: 1e9, status: 'approved' }),
  'wrong kinds': (request) => {
    const keys = Object.keys(objectIn(request))
    return extended(request, Object.fromEntries(keys.map((key, index) => [key, [null, 1e308, true, {}, [], -0][index % 6]])))
  },
  'a form': (request) => ({
    ...request,
    headers: { ...request.headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: 'a=1&b=2',
  }),
  'plain text': (request) => ({ ...request, headers: { ...request.headers, 'content-type': 'text/plain' } }),
  'a foreign origin': (request) => ({
    ...request,
    headers: { ...request.headers, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
  }),
  'a false host': (request) => ({
    ...request,
    headers: { ...request.headers, 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },
  }),
  'another method': (request) => ({ ...request, headers: { ...request.headers, 'x-http-method-override': 'DELETE' } }),
  'a made-up token': (request) => ({ ...request, headers: { ...request.headers, authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' } }),
  'a made-up cookie': (request, text) => ({
    ...request,
    headers: { ...request.headers, cookie: `souk_session=${encode(text)}; souk_cart=${encode(text)}` },
  }),
  'a made-up key': (request, text) => ({ ...request, headers: { ...request.headers, 'idempotency-key': encode(text).slice(0, 300) } }),
  'a strange language': (request) => ({
    ...request,
    headers: { ...request.headers, 'accept-language': '*;q=9,'.repeat(200), 'user-agent': '() { :; };' },
  }),
}

function objectIn({ body }: Hostile): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
const extended = (request: Hostile, more: object): Hostile => ({ ...request, body: JSON.stringify({ ...objectIn(request), ...more }) })

/** Requests to all routes alike. Four in five fit the document and are nasty in what it leaves open; one is spoilt. */
export function hostileRequest(operations: readonly Operation[], knownFor: (operation: Operation) => Known): fc.Arbitrary<Hostile> {
  return fc.constantFrom(...operations).chain((operation) => {
    const known = knownFor(operation)
    return fc
      .record({
        who: fc.oneof(
          { weight: 14, arbitrary: fc.constantFrom(...BY_ACCESS[operation.access]) },
          { weight: 1, arbitrary: fc.constantFrom(...WHO) },
        ),
        path: pathOf(operation, known),
        query: queryOf(operation, known),
        body: operation.body ? arbitraryOf(operation.body, known).map((value) => JSON.stringify(value)) : fc.constant(null),
        key: fc.uuid(),
        spoiler: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.constantFrom(...Object.keys(SPOILERS)) }),
        text: nasty,
      })
      .map(({ who, path, query, body, key, spoiler, text }) => {
        const headers: Record<string, string> = { 'sec-fetch-site': 'same-origin', 'idempotency-key': key }
        if (body !== null) headers['content-type'] = 'application/json'
        const request = { operation, who, path, query, headers, body }
        return spoiler ? SPOILERS[spoiler]!(request, text) : request
      })
  })
}
