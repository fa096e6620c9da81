import { createApp, toWebHandler } from 'h3'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sessions, users } from '#db/schema'
import registerRoute from '#server/api/accounts/index.post'
import listUsersRoute from '#server/api/admin/users/index.get'
import signOutRoute from '#server/api/session/index.delete'
import sessionRoute from '#server/api/session/index.get'
import signInRoute from '#server/api/session/index.post'
import { createAdmin, demoCode, openAccount } from '#server/domains/accounts'
import { jobs } from '#server/jobs'
import type { Context } from '#server/platform/context'
import { createMemoryRateLimiter } from '#server/platform/rate-limit/memory-rate-limiter'
import { testContext } from '../../tests/support/context'
import type { Route } from './define-route'
import { provideWorld } from './world'

const password = 'a password of some length'
const ada = { email: 'ada@example.org', password }

let ctx: Context

beforeAll(async () => {
  ctx = await testContext({}, jobs)
})

beforeEach(async () => {
  provideWorld({ ...ctx, rateLimiter: createMemoryRateLimiter() })
  await ctx.db.delete(users)
  await openAccount(ctx, { name: 'Ada', ...ada })
})

/** Sends one request as a browser would. */
async function send(route: Route, body?: object, cookie?: string) {
  const method = route.contract.body ? 'POST' : route === signOutRoute ? 'DELETE' : 'GET'
  const headers = new Headers({ 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' })
  if (cookie) headers.set('cookie', cookie)
  const request = new Request('http://souk.test/api', { method, headers, body: body && JSON.stringify(body) })
  const response = await toWebHandler(createApp().use(route))(request)

  const set = response.headers.getSetCookie()
  return { status: response.status, body: await response.json().catch(() => null), set, cookie: set[0]?.split(';')[0] }
}

describe('the session cookie', () => {
  it('is HttpOnly, SameSite=Lax, for the whole site, and ends with the browser', async () => {
    const { set } = await send(signInRoute, ada)

    expect(set).toHaveLength(2)
    expect(set[0]).toMatch(/^souk_session=b[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
  })

  it('is kept when one asks to stay signed in', async () => {
    const { set } = await send(signInRoute, { ...ada, persistent: true })

    expect(set[0]).toMatch(/^souk_session=p[\w-]{43}; Max-Age=15552000; Path=\/; HttpOnly; SameSite=Lax$/)
  })

  it('is bound to the host and Secure outside demo mode', async () => {
    provideWorld({ ...ctx, config: { ...ctx.config, demo: false } })
    const { set, cookie } = await send(signInRoute, ada)

    expect(set[0]).toMatch(/^__Host-souk_session=b[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
    expect((await send(sessionRoute, undefined, cookie)).body.user).toMatchObject({ name: 'Ada' })
    expect((await send(sessionRoute, undefined, cookie!.replace('__Host-', ''))).body.user).toBeNull()
  })

  it('is another one after sign-in, whatever the browser brought', async () => {
    const first = await send(signInRoute, ada)
    const planted = 'souk_session=bplanted'
    const second = await send(signInRoute, ada, first.cookie)
    const third = await send(signInRoute, ada, planted)

    expect(new Set([first.cookie, second.cookie, third.cookie, planted]).size).toBe(4)
    expect((await send(sessionRoute, undefined, first.cookie)).body.user).toBeNull()
    expect((await send(sessionRoute, undefined, planted)).body.user).toBeNull()
  })

  it('is taken back when its session has ended', async () => {
    const { cookie } = await send(signInRoute, ada)
    await ctx.db.delete(sessions)
    const answer = await send(sessionRoute, undefined, cookie)

    expect(answer.body).toEqual({ user: null, shops: [], cartCount: 0, newsCount: 0, unread: { own: 0, shops: {}, support: 0 } })
    expect(answer.set[0]).toMatch(/^souk_session=; Max-Age=0; Path=\//)
  })

  it('stops working when one signs out', async () => {
    const { cookie } = await send(signInRoute, ada)
    const answer = await send(signOutRoute, undefined, cookie)

    expect(answer.status).toBe(204)
    expect(answer.set.join()).toContain('souk_session=; Max-Age=0')
    expect((await send(sessionRoute, undefined, cookie)).body.user).toBeNull()
  })
})

describe('answers', () => {
  it('are the same for an unknown address and a wrong password', async () => {
    const unknown = await send(signInRoute, { ...ada, email: 'nobody@example.org' })
    const wrong = await send(signInRoute, { ...ada, password: 'another password' })

    expect(unknown.status).toBe(401)
    expect(wrong).toEqual(unknown)
  })

  it('show a person their own account and nothing secret', async () => {
    const { body } = await send(signInRoute, ada)

    expect(Object.keys(body.user).sort()).toEqual([
      'avatar',
      'email',
      'emailVerified',
      'erasureDueAt',
      'id',
      'name',
      'role',
      'timeZone',
      'twoFactorDue',
    ])
  })

  it.each([
    ['seven characters', { password: 'seven77' }],
    ['257 characters', { password: 'x'.repeat(257) }],
    ['one of the commonest passwords', { password: 'Baseball' }],
    ['the name of the site as a password', { password: 'souk2026' }],
    ['no address', { email: 'not an address' }],
    ['a role of one’s own choice', { role: 'admin' }],
    ['an empty name', { name: '  ' }],
  ])('refuse a registration with %s', async (_what, over) => {
    const { status } = await send(registerRoute, { name: 'Eve', email: 'eve@example.org', password, ...over })

    expect(status).toBe(422)
    expect(await ctx.db.select().from(users)).toHaveLength(1)
  })

  it.each(['xkqzwvjp', 'x'.repeat(256), 'пароль из слов 🔑', '  spaces around  '])('take the password %j', async (chosen) => {
    const eve = { email: 'eve@example.org', password: chosen }

    expect((await send(registerRoute, { name: 'Eve', ...eve })).status).toBe(202)
    await ctx.db.update(users).set({ emailVerifiedAt: new Date() })
    expect((await send(signInRoute, eve)).status).toBe(200)
  })
})

describe('the admin wall', () => {
  it('asks visitors to sign in and sends members away', async () => {
    const { cookie } = await send(signInRoute, ada)

    expect(await send(listUsersRoute)).toMatchObject({ status: 401, body: { data: { code: 'request.not_signed_in' } } })
    expect(await send(listUsersRoute, undefined, cookie)).toMatchObject({ status: 403, body: { data: { code: 'request.not_allowed' } } })
  })

  it('asks an admin without a second factor for one', async () => {
    const { email, password } = await createAdmin(ctx, 'boss@example.org')
    const { cookie } = await send(signInRoute, { email, password })

    expect(await send(listUsersRoute, undefined, cookie)).toMatchObject({
      status: 403,
      body: { data: { code: 'accounts.two_factor_required' } },
    })
  })

  it('opens to an admin who has shown a code', async () => {
    const { email, password, totpSecret } = await createAdmin(ctx, 'boss@example.org', { withTwoFactor: true })
    const { cookie } = await send(signInRoute, { email, password, code: demoCode({ now: new Date() }, totpSecret!) })

    const { status, body } = await send(listUsersRoute, undefined, cookie)
    expect(status).toBe(200)
    expect(body.items.map((user: { email: string }) => user.email).sort()).toEqual(['ada@example.org', 'boss@example.org'])
    expect(Object.keys(body.items[0]).sort()).toEqual(['createdAt', 'email', 'id', 'name', 'role', 'status', 'twoFactorSetUp'])
  })
})

/** The same body, cookies of the same shape, and the same status. */
const shapeOf = ({ status, body, set }: Awaited<ReturnType<typeof send>>) => ({
  status,
  body,
  set: set.map((line) => line.replace(/=[^;]*/, '=')),
})

it('registers a known address as it does an unknown one, but for the address', async () => {
  const known = await send(registerRoute, { name: 'Eve', email: ada.email, password })
  const unknown = await send(registerRoute, { name: 'Eve', email: 'eve@example.org', password })

  expect(shapeOf(unknown).body).toEqual({ email: 'eve@example.org', resendInSeconds: 60 })
  expect(shapeOf(known)).toEqual({ ...shapeOf(unknown), body: { ...unknown.body, email: ada.email } })
  expect(known.set.map((line) => line.length)).toEqual(unknown.set.map((line) => line.length))
})

describe('guessing at a password', () => {
  const guesses = async (count: number, cookie?: string) => {
    const statuses: number[] = []
    for (let attempt = 0; attempt < count; attempt++)
      statuses.push((await send(signInRoute, { email: ada.email, password: 'guess' }, cookie)).status)
    return statuses
  }

  it('ends after ten attempts on one account from one address, and says for how long', async () => {
    expect(await guesses(10)).toEqual(Array(10).fill(401))

    const answer = await send(signInRoute, ada)
    expect(answer.status).toBe(429)
    expect(answer.body.data.details.retryAfterSeconds).toBeGreaterThan(0)
  })

  it('does not keep the owner out of a browser that the account knows', async () => {
    const device = (await send(signInRoute, ada)).set.find((line) => line.startsWith('souk_device='))!.split(';')[0]!
    await guesses(11)

    expect((await send(signInRoute, ada, 'souk_device=planted')).status).toBe(429)
    expect((await send(signInRoute, ada, device)).status).toBe(200)
  })
})
