import http from 'node:http'
import postgres from 'postgres'
import { expect, describe, it } from 'vitest'
import { sql } from 'drizzle-orm'
import { users } from '#db/schema'
import { restrictAppRole } from '#server/platform/database/restrict-app-role'
import { make } from '../support/make'
import { makeCatalog } from '../support/make-catalog'
import { testServer } from '../support/server'

const ROLE = `app_${crypto.randomUUID().slice(0, 8)}`

/** As an operator runs it: with an https address, and a database role that may do nothing but read and write rows. */
const server = await testServer(
  { SOUK_TEST_PAYMENTS: '1' },
  {
    production: true,
    async databaseUrl(ownerUrl) {
      const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} })
      await owner`create role ${owner(ROLE)} login password 'for this test'`
      await owner.end()
      await restrictAppRole(ownerUrl, ROLE)
      const url = new URL(ownerUrl)
      Object.assign(url, { username: ROLE, password: 'for this test' })
      return url.href
    },
  },
)
const { ctx } = server
const catalog = makeCatalog(ctx)
const page = { accept: 'text/html' }

interface Raw {
  status: number
  headers: http.IncomingHttpHeaders
  text: string
}

/** A request with exactly these headers and this method, which fetch would not send. */
function raw(
  path: string,
  { method = 'GET', headers = {}, body = '' }: { method?: string; headers?: http.OutgoingHttpHeaders; body?: string } = {},
) {
  return new Promise<Raw>((resolve, reject) => {
    const { hostname, port } = new URL(server.url)
    const request = http.request({ hostname, port, path, method, headers, agent: false }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text: Buffer.concat(parts).toString() }))
    })
    request.on('error', reject).end(body)
  })
}

it('13: a migrated marketplace has nobody in it, and none of what the demonstration has', async () => {
  expect(await ctx.db.select().from(users)).toEqual([])
  for (const path of ['/dev/mail', '/dev/components', '/api/checkouts/test'])
    expect((await raw(path, { headers: page })).status, path).toBe(404)
})

it('15: the session cookie is bound to the host, and out of reach of scripts and of other sites', async () => {
  const client = server.visitor()
  const { body, status } = await client.post('/api/cart/lines', { variantId: (await make(ctx).product()).variant.id })
  expect(status, JSON.stringify(body)).toBe(201)
  expect(client.cookies()).toMatch(/^__Host-souk_cart=/)

  const signedIn = await server.as(await make(ctx).user())
  const response = await signedIn.fetch('/api/session', { method: 'DELETE', headers: { 'sec-fetch-site': 'same-origin' } })
  const [cookie] = response.headers.getSetCookie()
  for (const attribute of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(attribute)
  expect(cookie).toMatch(/^__Host-souk_session=/)
  expect(cookie).not.toMatch(/domain=/i)
})

describe('49: a change', () => {
  it.each<[string, http.OutgoingHttpHeaders]>([
    ['of another site', { 'sec-fetch-site': 'cross-site' }],
    ['of a sister site', { 'sec-fetch-site': 'same-site' }],
    ['with a foreign origin', { origin: 'https://evil.example' }],
    ['with no origin at all', { origin: 'null' }],
    ['of a form sent as plain text', { 'content-type': 'text/plain' }],
    ['of a form', { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://souk.test.evil.example' }],
  ])('49: %s is refused, and changes nothing', async (_, headers) => {
    const client = await server.as(await make(ctx).user())
    const given = { ...headers, cookie: client.cookies(), 'content-length': '2' }
    expect((await raw('/api/session', { method: 'DELETE', headers: given, body: '{}' })).status).toBe(403)
    expect((await client.get('/api/session')).body.user).not.toBeNull()
  })

  it('49: is never made by reading', async () => {
    const client = await server.as(await make(ctx).user())
    for (const path of ['/api/session', '/api/accounts/sessions']) {
      await client.get(`${path}?_method=DELETE`, { 'x-http-method-override': 'DELETE' })
      expect((await client.get('/api/session')).body.user).not.toBeNull()
    }
  })
})

describe('50: the headers of the house', () => {
  const kinds: [string, string, number, { method?: string; headers?: http.OutgoingHttpHeaders; body?: string }][] = [
    ['a page', '/', 200, { headers: page }],
    ['a page of one person', '/account', 302, { headers: page }],
    ['a page that is missing', '/no-such-page', 404, { headers: page }],
    ['JSON', '/api/site', 200, {}],
    ['a refusal', '/api/admin/users', 401, {}],
    ['an address without a route', '/api/nothing', 404, {}],
    ['an address without this method', '/api/site', 404, { method: 'PATCH', headers: { 'sec-fetch-site': 'same-origin' } }],
    ['a static file', '/favicon.svg', 200, {}],
    ['a missing file of the build', '/_nuxt/nothing.js', 404, {}],
    ['a probe', '/healthz', 200, {}],
    ['a sitemap', '/sitemap.xml', 200, {}],
    ['TRACE', '/', 405, { method: 'TRACE' }],
    ['a foreign change', '/', 403, { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } }],
    ['too much', '/api/session', 413, { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': '200000' } }],
    ['too many headers', '/', 431, { headers: { 'x-large': 'x'.repeat(20_000) } }],
    ['a broken address', '/%', 404, { headers: page }],
  ]

  it.each(kinds)('50: are on %s', async (_, path, status, init) => {
    const answer = await raw(path, init)
    expect(answer.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin-when-cross-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-frame-options': 'DENY',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
    })
    const policy = String(answer.headers['content-security-policy'])
    for (const part of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) expect(policy).toContain(part)
    expect(policy.replace("style-src 'self' 'unsafe-inline'", '')).not.toMatch(/unsafe-inline|unsafe-eval|nonce-/)
    expect(answer.headers['x-powered-by']).toBeUndefined()
    expect(answer.status).toBe(status)
  })
})

it('51: no script of a stranger gets into the policy', async () => {
  const policyOf = async (path: string) => (await raw(path, { headers: page })).headers['content-security-policy']
  const before = await policyOf('/')
  await policyOf('/search?q=%3Cscript%3Ealert(1)%3C/script%3E')
  expect(await policyOf('/')).toBe(before)
})

it('53: what a seller writes stays text in the page, its attributes, its data and its structured data', async () => {
  const title = 'Lamp </script><script>alert(1)</script><!-- <img src=x onerror=alert(1)> " onload="alert(2)'
  const { product } = await catalog.product(await catalog.shop(), { title })
  const { status, text } = await raw(`/products/${product.slug}`, { headers: page })
  expect(status).toBe(200)
  expect(text).toContain('Lamp &lt;')

  const withoutAttributes = text.replace(/="[^"]*"/g, '')
  for (const danger of ['<script>alert(1)', '<img src=x', '<!-- ']) expect(withoutAttributes).not.toContain(danger)
  expect(withoutAttributes).not.toMatch(/<\w[^<>]*\bonload/)
})

it.each([
  '//evil.example',
  '/\\evil.example',
  '/%09/evil.example',
  '/de//evil.example/',
  '/%2f%2fevil.example/',
  '/sign-in/?to=//evil.example',
  '///evil.example/%2e%2e',
  '/account?to=https:evil.example',
])('54: %s leads nowhere else', async (path) => {
  const { headers, status } = await raw(path, { headers: { ...page, host: 'souk.test', 'x-forwarded-host': 'evil.example' } })
  expect(status).toBeLessThan(500)
  const { location } = headers
  if (location !== undefined) expect(new URL(location, 'https://souk.test').origin).toBe('https://souk.test')
})

it.each(['GET', 'OPTIONS', 'POST'])('55: %s from elsewhere is given no permission to be read', async (method) => {
  const client = await server.as(await make(ctx).user())
  const headers = { origin: 'https://evil.example', cookie: client.cookies(), 'access-control-request-method': 'DELETE' }
  const answer = await raw('/api/session', { method, headers })
  expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control-'))).toEqual([])
})

describe('56: what is private', () => {
  it.each(['/api/session', '/api/cart', '/api/orders', '/api/accounts/sessions', '/account', '/account/security', '/cart'])(
    '56: is kept by nobody: %s',
    async (path) => {
      const client = await server.as(await make(ctx).user())
      const { headers } = await raw(path, { headers: { ...page, cookie: client.cookies() } })
      expect(headers['cache-control']).toMatch(/private|no-cache/)
      if (path !== '/cart') expect(headers['cache-control']).toContain('no-store')
    },
  )

  it('56: is in no page that others are given', async () => {
    const client = await server.as(await make(ctx).user({ name: 'Ada Lovelace' }))
    for (const path of ['/', '/search?q=lamp', '/de']) {
      const own = await raw(path, { headers: { ...page, cookie: client.cookies() } })
      expect(own.text).not.toContain('Ada Lovelace')
      expect(own.headers['set-cookie']).toBeUndefined()
    }
  })
})

it('66: an error shows its request id and nothing of how it came about', async () => {
  const answers = [
    await raw('/api/products/%00'),
    await raw('/products/%00', { headers: page }),
    await raw('/api/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"email":' }),
    await raw('/no-such-page', { headers: page }),
    await raw('/%', { headers: page }),
    await raw('/files/p/..%2f..%2fetc%2fpasswd'),
  ]
  for (const { status, text, headers } of answers) {
    expect(status).toBeLessThan(500)
    expect(text).not.toMatch(/\bat \S+ \(?(?:file:|\/|node:)|node_modules|PostgresError|Failed query|\/work\/|\/tmp\//)
    expect(headers['x-request-id']).toMatch(/^[\w-]{8,64}$/)
  }
})

describe('69: what is not for the public', () => {
  it.each([
    '/.git/config',
    '/.env',
    '/.output/server/index.mjs',
    '/package.json',
    '/server/index.mjs',
    '/_nuxt/builds/latest.json',
    '/dev/mail',
    '/__nuxt_error',
    '/_nitro/tasks',
  ])('69: %s is missing', async (path) => {
    expect((await raw(path, { headers: page })).status).toBe(404)
  })

  it('69: there are no source maps', async () => {
    const { text } = await raw('/', { headers: page })
    const [script] = /\/_nuxt\/[\w.-]+\.js/.exec(text)!
    expect((await raw(`${script}.map`)).status).toBe(404)
    expect((await raw(script)).text).not.toContain('sourceMappingURL')
  })

  it('69: metrics are for the machine itself', async () => {
    expect((await server.visitor().get('/metrics')).status).toBe(404)
  })
})

describe('71: the role of the app', () => {
  it('71: serves the whole marketplace', async () => {
    const client = await server.as(await make(ctx).user())
    const made = await make(ctx).product()
    expect((await client.post('/api/cart/lines', { variantId: made.variant.id })).status).toBe(201)
    expect((await raw('/readyz')).status).toBe(200)
  })

  it('71: may neither change tables nor rewrite the ledger or the audit', async () => {
    const may = async (what: string, table: string) =>
      (await ctx.db.execute<{ may: boolean }>(sql`select has_table_privilege(${ROLE}, ${table}, ${what}) as may`))[0]!.may
    for (const table of ['audit_entries', 'ledger_entries', 'ledger_journals']) {
      expect(await may('insert', table)).toBe(true)
      for (const what of ['update', 'delete', 'truncate', 'trigger']) expect(await may(what, table), `${what} ${table}`).toBe(false)
    }
    const [row] = await ctx.db.execute<{ may: boolean }>(sql`select has_schema_privilege(${ROLE}, 'public', 'create') as may`)
    expect(row!.may).toBe(false)
  })
})

it('72: lengths that contradict each other are refused', async () => {
  const headers = { 'content-length': '5', 'transfer-encoding': 'chunked', 'content-type': 'application/json' }
  const answer = await raw('/api/session', { method: 'POST', headers, body: '{}' })
  expect([400, 403, 422]).toContain(answer.status)
})
