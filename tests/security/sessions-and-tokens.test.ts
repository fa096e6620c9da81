import { and, eq } from 'drizzle-orm'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { auditEntries, refreshTokens, sessions, users } from '#db/schema'
import { hashPassword } from '#server/domains/accounts/passwords'
import { WebSocket } from 'ws'
import { make } from '../support/make'
import { testServer, type Answer, type Client } from '../support/server'

const server = await testServer()
const { ctx } = server
const password = 'a password of some length'
let passwordHash: string

beforeAll(async () => {
  passwordHash = await hashPassword(password)
})

const person = () => make(ctx).user({ passwordHash })
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const signIn = async (email: string, client = server.visitor()): Promise<Client> => {
  expect(await client.post('/api/session', { email, password })).toMatchObject({ status: 200 })
  return client
}
const tokensOf = async (email: string): Promise<{ accessToken: string; refreshToken: string; expiresIn: number }> =>
  (await server.visitor().post('/api/auth/token', { email, password })).body
const whoIs = async (token: string): Promise<Answer> => server.visitor().get('/api/session', bearer(token))
const refresh = (refreshToken: string) => server.visitor().post('/api/auth/refresh', { refreshToken })

describe('sessions', () => {
  it('16: the id changes at sign-in, and one planted before it is dead', async () => {
    const ada = await person()
    const planted = await signIn(ada.email!)
    const before = planted.cookies()
    await signIn(ada.email!, planted)

    expect(planted.cookies()).not.toBe(before)
    expect((await server.visitor().get('/api/session', { cookie: before })).body.user).toBeNull()
    expect((await server.visitor().get('/api/session', { cookie: 'souk_session=b_of_my_choice' })).body.user).toBeNull()
  })

  it('17: signing out kills the cookie at once and its socket within five seconds', async () => {
    const client = await server.as(await person())
    const cookie = client.cookies()
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`, { origin: server.url, headers: { cookie } })
    await new Promise((resolve) => socket.on('open', resolve))
    const closed = new Promise((resolve) => socket.on('close', resolve))

    expect((await client.delete('/api/session')).status).toBe(204)

    expect((await server.visitor().get('/api/accounts/security', { cookie })).status).toBe(401)
    expect(await Promise.race([closed, pause(5000)])).toBe(4401)
  })

  it('18: a session ends when it idles, and in any case after a week', async () => {
    const ada = await person()
    const [idle, old] = [await server.as(ada), await server.as(ada)]
    const [first, second] = await ctx.db.select().from(sessions).where(eq(sessions.userId, ada.userId))
    await ctx.db
      .update(sessions)
      .set({ expiresAt: new Date(Date.now() - 1000) })
      .where(eq(sessions.id, first!.id))
    await ctx.db
      .update(sessions)
      .set({ createdAt: new Date(Date.now() - 7 * 86_400_000 - 1000) })
      .where(eq(sessions.id, second!.id))

    expect((await idle.get('/api/accounts/security')).status).toBe(401)
    expect((await old.get('/api/accounts/security')).status).toBe(401)
    expect(await ctx.db.select().from(sessions).where(eq(sessions.userId, ada.userId))).toEqual([])
  })

  it('19: sessions are listed and revoked, one or all the others', async () => {
    const ada = await person()
    const [here, there, elsewhere] = [await server.as(ada), await server.as(ada), await server.as(ada)]
    const { items } = (await there.get('/api/accounts/sessions')).body as { items: { id: string; current: boolean }[] }
    expect(items).toHaveLength(3)

    await here.delete(`/api/accounts/sessions/${items.find(({ current }) => current)!.id}`)
    expect((await there.get('/api/accounts/sessions')).status).toBe(401)
    expect((await elsewhere.get('/api/accounts/sessions')).status).toBe(200)

    await here.delete('/api/accounts/sessions')
    expect((await elsewhere.get('/api/accounts/sessions')).status).toBe(401)
    expect((await here.get('/api/accounts/sessions')).body.items).toHaveLength(1)
  })

  it('20: a disabled account is out with its next request, by cookie, token and key', async () => {
    const ada = await person()
    const client = await server.as(ada)
    const { accessToken } = await tokensOf(ada.email!)
    const { key } = (await client.post('/api/accounts/api-keys', { name: 'Robot', scopes: ['account:read'], expiresInDays: 1, password }))
      .body
    expect((await whoIs(key)).body.user.id).toBe(ada.userId)

    const admin = await server.as(await make(ctx).user({ role: 'admin' }))
    expect(
      (await admin.put(`/api/admin/users/${ada.userId}/status`, { status: 'disabled', reason: 'Sold what was not theirs' })).status,
    ).toBe(200)

    expect((await client.get('/api/accounts/security')).status).toBe(401)
    expect((await whoIs(accessToken)).status).toBe(401)
    expect((await whoIs(key)).status).toBe(401)
  })
})

describe('access tokens', () => {
  const decode = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

  it('21: a token with another algorithm, audience, issuer, kind, key or time opens nothing', async () => {
    const { accessToken } = await tokensOf((await person()).email!)
    const [header, payload, signature] = accessToken.split('.') as [string, string, string]
    expect(decode(header)).toEqual({ alg: 'HS256', typ: 'at+jwt' })
    const swapped = (claims: object) => `${header}.${encode({ ...decode(payload), ...claims })}.${signature}`

    const forged = [
      `${encode({ alg: 'none', typ: 'at+jwt' })}.${payload}.`,
      `${encode({ alg: 'RS256', typ: 'at+jwt' })}.${payload}.${signature}`,
      `${encode({ alg: 'HS256', typ: 'JWT' })}.${payload}.${signature}`,
      `${encode({ alg: 'HS256', typ: 'at+jwt', kid: '../../dev/null' })}.${payload}.${signature}`,
      swapped({ aud: 'https://evil.example' }),
      swapped({ iss: 'https://evil.example' }),
      swapped({ exp: 4_000_000_000 }),
      swapped({ ver: 1 }),
      `${header}.${payload}.${signature.slice(0, -2)}AA`,
      `${header}.${payload}`,
      accessToken.repeat(2),
      'x'.repeat(5000),
    ]
    for (const token of forged)
      expect(await whoIs(token), token).toMatchObject({ status: 401, body: { data: { code: 'request.bearer_wrong' } } })
    expect((await whoIs(accessToken)).status).toBe(200)
  })

  it('22: a refresh token is stored hashed; used again after the grace it ends its family', async () => {
    const ada = await person()
    const first = await tokensOf(ada.email!)
    const [left, right] = await Promise.all([refresh(first.refreshToken), refresh(first.refreshToken)])
    expect([left.status, right.status]).toEqual([200, 200])
    expect(JSON.stringify(await ctx.db.select().from(refreshTokens))).not.toContain(first.refreshToken)

    await ctx.db
      .update(refreshTokens)
      .set({ rotatedAt: new Date(Date.now() - 11_000) })
      .where(and(eq(refreshTokens.userId, ada.userId)))
    expect((await refresh(first.refreshToken)).status).toBe(401)

    expect((await refresh(left.body.refreshToken)).status).toBe(401)
    expect((await refresh(right.body.refreshToken)).status).toBe(401)
    expect((await whoIs(left.body.accessToken)).status).toBe(401)
    expect(await ctx.db.select().from(auditEntries).where(eq(auditEntries.subjectId, ada.userId))).toMatchObject([
      { action: 'accounts.refresh_token_reused' },
    ])
  })

  it('23: an access token lives at most a quarter of an hour, and not past signing out everywhere', async () => {
    const ada = await person()
    const { accessToken, refreshToken, expiresIn } = await tokensOf(ada.email!)
    expect(expiresIn).toBeLessThanOrEqual(900)
    const { iat, exp } = decode(accessToken.split('.')[1]!) as { iat: number; exp: number }
    expect(exp - iat).toBe(expiresIn)

    await (await server.as(ada)).delete('/api/accounts/sessions')

    expect((await whoIs(accessToken)).status).toBe(401)
    expect((await refresh(refreshToken)).status).toBe(401)
  })

  it('24: a refresh token is no access token, and the other way round', async () => {
    const { accessToken, refreshToken } = await tokensOf((await person()).email!)
    expect((await whoIs(refreshToken)).status).toBe(401)
    expect((await refresh(accessToken)).status).toBe(401)
  })

  it('24: signing in by a token is counted with signing in at a browser', async () => {
    const { email } = await person()
    const client = server.visitor()
    const statuses: number[] = []
    for (let n = 0; n < 11; n++) {
      const path = n % 2 === 0 ? '/api/auth/token' : '/api/session'
      statuses.push((await client.post(path, { email, password: 'wrong' })).status)
    }
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401))
    expect(statuses[10]).toBe(429)
    await signIn(email!)
  })
})

describe('API keys', () => {
  const keyOf = async (client: Client, scopes: string[]): Promise<string> =>
    (await client.post('/api/accounts/api-keys', { name: 'Robot', scopes, expiresInDays: null, password })).body.key

  it('34: no key opens the administration, not even that of an admin', async () => {
    const admin = await server.as(await make(ctx).user({ role: 'admin', passwordHash }))
    expect((await admin.get('/api/admin/users')).status).toBe(200)
    const key = await keyOf(admin, ['account:read', 'orders:read', 'shop:read'])

    for (const path of ['/api/admin/users', '/api/admin/orders', '/api/admin/overview'])
      expect(await server.visitor().get(path, bearer(key))).toMatchObject({
        status: 403,
        body: { data: { code: 'request.scope_missing' } },
      })
  })

  it('34: a key does what it is allowed and no more', async () => {
    const ada = await person()
    const reading = await keyOf(await server.as(ada), ['orders:read'])
    const program = server.visitor()

    expect((await program.get('/api/orders', bearer(reading))).status).toBe(200)
    expect((await program.get('/api/site', bearer(reading))).status).toBe(200)
    for (const [path, scope] of [
      ['/api/cart', 'cart:read'],
      ['/api/session', 'account:read'],
      ['/api/accounts/api-keys', 'closed'],
      ['/api/accounts/security', 'closed'],
    ] as const)
      expect(await program.get(path, bearer(reading))).toMatchObject({ status: 403, body: { data: { details: { scope } } } })
    expect((await program.post('/api/accounts/api-keys', { name: 'More' }, bearer(reading))).status).toBe(403)
    expect((await program.post('/api/checkouts/quote', { country: 'DE' }, bearer(reading))).status).toBe(403)
  })

  it('49: a program needs no origin, and a cookie beside its token counts for nothing', async () => {
    const [ada, bob] = [await person(), await person()]
    const { accessToken } = await tokensOf(ada.email!)
    const asBob = (await server.as(bob)).cookies()
    const response = await fetch(`${server.url}/api/session`, { headers: { ...bearer(accessToken), cookie: asBob } })
    expect(((await response.json()) as { user: { id: string } }).user.id).toBe(ada.userId)

    const made = await make(ctx).product()
    const added = await fetch(`${server.url}/api/cart/lines`, {
      method: 'POST',
      headers: { ...bearer(accessToken), 'content-type': 'application/json' },
      body: JSON.stringify({ variantId: made.variant.id }),
    })
    expect(added.status).toBe(201)
    expect(added.headers.getSetCookie()).toEqual([])
  })

  it('64: a token or a key opens no socket', async () => {
    const { accessToken } = await tokensOf((await person()).email!)
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws`, { origin: server.url, headers: bearer(accessToken) })
    const status = await new Promise((resolve) => {
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode))
      socket.on('open', () => resolve('open'))
      socket.on('error', () => {})
    })
    expect(status).toBe(401)
    socket.terminate()
  })
})

it('20: an erased account cannot sign a program in', async () => {
  const ada = await person()
  await ctx.db.update(users).set({ status: 'erased' }).where(eq(users.id, ada.userId))
  expect((await server.visitor().post('/api/auth/token', { email: ada.email, password })).status).toBe(401)
})
