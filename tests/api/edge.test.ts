import http from 'node:http'
import { createHash } from 'node:crypto'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { make } from '../support/make'
import { testServer } from '../support/server'

const server = await testServer()

interface Raw {
  status: number
  headers: http.IncomingHttpHeaders
  body: Buffer
}

/** A request with exactly these headers and this method, which fetch would not send. */
function raw(path: string, { method = 'GET', headers = {} as http.OutgoingHttpHeaders, body = '' } = {}): Promise<Raw> {
  return new Promise((resolve, reject) => {
    const request = http.request(new URL(path, server.url), { method, headers, agent: false }, async (response) => {
      resolve({
        status: response.statusCode!,
        headers: response.headers,
        body: Buffer.concat(await Array.fromAsync(response as AsyncIterable<Buffer>)),
      })
    })
    request.on('error', reject).end(body)
  })
}

const page = { accept: 'text/html' }

describe('every answer', () => {
  const kinds: [string, () => Promise<Raw>, number][] = [
    ['a page that is kept', () => raw('/', { headers: page }), 200],
    [
      'a page that has not changed',
      async () => raw('/', { headers: { ...page, 'if-none-match': (await raw('/', { headers: page })).headers.etag } }),
      304,
    ],
    ['a page that is not there', () => raw('/no-such-page', { headers: page }), 404],
    ['JSON', () => raw('/api/session'), 200],
    ['a refusal', () => raw('/api/admin/users'), 401],
    ['an address of the API that is not there', () => raw('/api/nothing'), 404],
    ['a static file', () => raw('/favicon.svg'), 200],
    ['a file of the build that is not there', () => raw('/_nuxt/nothing.js'), 404],
    ['a probe', () => raw('/healthz'), 200],
    ['a method that nobody knows', () => raw('/', { method: 'TRACE' }), 405],
    ['a change from elsewhere', () => raw('/', { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } }), 403],
    ['the documentation', () => raw('/api/docs', { headers: page }), 200],
    ['the mailbox', () => raw('/dev/mail', { headers: page }), 200],
  ]

  it.each(kinds)('has the headers of the house: %s', async (_, ask, status) => {
    const answer = await ask()
    expect(answer.status).toBe(status)
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=()',
      'x-frame-options': 'DENY',
    })
    expect(answer.headers['x-powered-by']).toBeUndefined()
    expect(answer.headers['access-control-allow-origin']).toBeUndefined()

    const policy: Record<string, string[]> = Object.fromEntries(
      String(answer.headers['content-security-policy'])
        .split('; ')
        .map((part) => [part.split(' ')[0], part.split(' ').slice(1)]),
    )
    const isAsset = status === 404 && policy['default-src']!.includes("'none'")
    expect(policy).toMatchObject({
      'object-src': ["'none'"],
      'base-uri': ["'none'"],
      'frame-ancestors': ["'none'"],
      'form-action': [isAsset ? "'none'" : "'self'"],
    })
    if (isAsset) return
    expect(policy['script-src']![0]).toBe(`${server.url}/_nuxt/`)
    expect(policy['script-src']!.slice(1).every((source) => /^'sha256-[\w+/]{43}='$/.test(source))).toBe(true)
    expect(policy['script-src']!.length).toBeGreaterThan(1)
  })

  it('promises https only where the site has it', async () => {
    expect((await raw('/healthz')).headers['strict-transport-security']).toBeUndefined()
  })

  it('carries a request id that a stranger cannot choose', async () => {
    const one = await raw('/healthz')
    const other = await raw('/healthz')
    expect(one.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(one.headers['x-request-id']).not.toBe(other.headers['x-request-id'])
  })

  it('keeps the request id of a trusted proxy if it is one', async () => {
    expect((await raw('/healthz', { headers: { 'x-request-id': 'from-the-proxy-1' } })).headers['x-request-id']).toBe('from-the-proxy-1')
    expect((await raw('/healthz', { headers: { 'x-request-id': 'bad id, "quoted"' } })).headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('names the script source of the host that was asked, and of no host that is none', async () => {
    const scriptSource = async (host: string) =>
      /script-src (\S+)/.exec(String((await raw('/healthz', { headers: { host } })).headers['content-security-policy']))![1]
    expect(await scriptSource('souk.local:3000')).toBe('http://souk.local:3000/_nuxt/')
    expect(await scriptSource("x; script-src 'unsafe-inline'")).toBe(`${server.url}/_nuxt/`)
  })
})

describe('the inline scripts of a page', () => {
  it('are those of the build, each named by its hash', async () => {
    const { headers, body } = await raw('/', { headers: page })
    const policy = String(headers['content-security-policy'])
    const inline = [...body.toString().matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi)].filter(
      ([, attributes]) => !/src=/.test(attributes!) && !/type="application\/(?:ld\+)?json"/.test(attributes!),
    )
    expect(inline.length).toBeGreaterThan(0)
    for (const [, , script] of inline) expect(policy).toContain(`'sha256-${createHash('sha256').update(script!).digest('base64')}'`)
  })

  it('are the same after a page with a script of somebody else was asked for', async () => {
    const before = (await raw('/healthz')).headers['content-security-policy']
    await raw('/search?q=%3Cscript%3Ealert(1)%3C/script%3E', { headers: page })
    expect((await raw('/healthz')).headers['content-security-policy']).toBe(before)
  })
})

describe('a change', () => {
  const change = (headers: http.OutgoingHttpHeaders) =>
    raw('/api/session', { method: 'DELETE', headers: { ...headers, cookie: headers.cookie ?? 'a=b' } })

  it.each([
    ['our own page asks for it', { 'sec-fetch-site': 'same-origin' }, 204],
    ['another site asks for it', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a sister site asks for it', { 'sec-fetch-site': 'same-site' }, 403],
    ['it is typed into the address bar', { 'sec-fetch-site': 'none' }, 403],
    ['another site claims our origin beside it', { 'sec-fetch-site': 'cross-site', origin: server.url }, 403],
    ['an old browser comes from our origin', { origin: server.url }, 204],
    ['an old browser comes from another origin', { origin: 'https://evil.example' }, 403],
    ['a page without an origin asks for it', { origin: 'null' }, 403],
    ['nothing is said about where it comes from', {}, 403],
  ])('when %s', async (_, headers, status) => {
    expect((await change(headers)).status).toBe(status)
  })

  it("without cookies and without an origin is a tool's and passes", async () => {
    expect((await raw('/api/session', { method: 'DELETE' })).status).toBe(204)
  })
})

describe('a page for everybody', () => {
  it('is the same to the byte, with and without cookies, and is asked for again each time', async () => {
    const client = await server.as(await make(server.ctx).user({ name: 'Ada Lovelace' }))
    const [plain, personal] = [await raw('/', { headers: page }), await raw('/', { headers: { ...page, cookie: client.cookies() } })]
    expect(personal.body.equals(plain.body)).toBe(true)
    expect(personal.headers.etag).toBe(plain.headers.etag)
    expect(personal.headers['cache-control']).toBe('public, no-cache')
    expect(personal.headers['set-cookie']).toBeUndefined()
    expect(personal.body.toString()).not.toContain('Ada Lovelace')
  })

  it.each([
    ['br', 'gzip, deflate, br', brotliDecompressSync],
    ['gzip', 'gzip, deflate', gunzipSync],
    ['gzip', 'br;q=0, gzip', gunzipSync],
  ] as const)('is sent as %s to who accepts %s', async (encoding, accepted, unpack) => {
    const plain = await raw('/', { headers: page })
    const packed = await raw('/', { headers: { ...page, 'accept-encoding': accepted } })
    expect(packed.headers['content-encoding']).toBe(encoding)
    expect(packed.headers.vary).toBe('accept-encoding')
    expect(unpack(packed.body).equals(plain.body)).toBe(true)
  })

  it('has no body when only its head is asked for', async () => {
    const head = await raw('/', { method: 'HEAD', headers: page })
    expect([head.status, head.body.length]).toEqual([200, 0])
    expect(Number(head.headers['content-length'])).toBeGreaterThan(0)
  })

  it('has one copy for all query keys that do not change it', async () => {
    const [one, other] = [await raw('/?utm_source=mail', { headers: page }), await raw('/?fbclid=1', { headers: page })]
    expect(one.headers.etag).toBe(other.headers.etag)
    expect(one.body.toString()).not.toContain('utm_source')
  })

  it('is not kept when it is not there', async () => {
    const missing = await raw('/products/no-such-product', { headers: page })
    expect([missing.status, missing.headers['cache-control'], missing.headers.etag]).toEqual([404, 'private, no-store', undefined])
  })
})

describe('the probes', () => {
  it('say that the process lives and is ready', async () => {
    expect(JSON.parse((await raw('/healthz')).body.toString())).toEqual({ status: 'alive' })
    expect(JSON.parse((await raw('/readyz')).body.toString())).toEqual({ status: 'ready', parts: { database: 'up', queue: 'up' } })
  })

  it('show the metrics to the machine itself', async () => {
    await raw('/api/session')
    const { status, body } = await raw('/metrics')
    expect(status).toBe(200)
    for (const name of [
      'http_requests_total',
      'http_request_duration_seconds_bucket',
      'shop_outbox_pending',
      'shop_ws_connections',
      'nodejs_heap_size_used_bytes',
    ])
      expect(body.toString()).toContain(`\n${name}`)
    expect(body.toString()).toContain('http_requests_total{method="GET",route="/api/session",status="200"}')
  })

  it('hide the metrics from everybody else', async () => {
    expect((await server.visitor().get('/metrics')).status).toBe(404)
  })
})

describe('the log', () => {
  it('names the route and never what was asked for in it', async () => {
    await raw('/api/admin/users/0198c0de-0000-7000-8000-000000000000?token=very-secret')
    await expect.poll(() => server.printed()).toContain('/api/admin/users/:userId')
    expect(server.printed()).not.toContain('very-secret')
    expect(server.printed()).not.toContain('0198c0de-0000-7000-8000-000000000000')
  })
})
