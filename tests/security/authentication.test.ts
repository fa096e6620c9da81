import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { recoveryCodes, users } from '#db/schema'
import { demoCode } from '#server/domains/accounts'
import { hashPassword } from '#server/domains/accounts/passwords'
import { make } from '../support/make'
import { testServer } from '../support/server'

const server = await testServer()
const { ctx } = server
const password = 'a password of some length'
const SECRET = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
let passwordHash: string

beforeAll(async () => {
  passwordHash = await hashPassword(password)
})

const person = async (over: object = {}) => make(ctx).user({ passwordHash, ...over })
const signIn = (email: string | null, given = password, client = server.visitor(), more: object = {}) =>
  client.post('/api/session', { email, password: given, ...more })

it('1: the stored hash is argon2id with 19 MiB, two passes and one lane', async () => {
  const ada = await person()
  await signIn(ada.email)
  const [stored] = await ctx.db.select().from(users).where(eq(users.id, ada.userId))
  expect(stored!.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
})

it('2: every character of a long password counts, spaces and all scripts too', async () => {
  const long = `${'пароль 密码 '.repeat(12)}!`
  const ada = await person({ passwordHash: await hashPassword(long) })
  expect((await signIn(ada.email, long)).status).toBe(200)
  expect((await signIn(ada.email, long.slice(0, -1))).status).toBe(401)
  expect((await signIn(ada.email, Buffer.from(long).subarray(0, 72).toString())).status).toBe(401)
})

describe('4: an unknown address and a wrong password', () => {
  it('4: get the same answer', async () => {
    const [unknown, wrong] = [await signIn('nobody@example.org'), await signIn((await person()).email, 'wrong password')]
    const shown = ({ status, body }: typeof wrong) => ({ status, body: { ...body, data: { ...body.data, requestId: '' } } })
    expect(shown(unknown)).toEqual(shown(wrong))
    expect(wrong.status).toBe(401)
  })

  it('4: take the same time, medians of 200 tries within 10 %', { timeout: 120_000, retry: 2 }, async () => {
    const known = await Promise.all(Array.from({ length: 20 }, () => person()))
    const times = { known: [] as number[], unknown: [] as number[] }
    for (let n = 0; n < 200; n++) {
      const kind = n % 2 === 0 ? 'known' : 'unknown'
      const email = kind === 'known' ? known[n % known.length]!.email : `nobody-${n}@example.org`
      const start = performance.now()
      expect((await signIn(email, 'wrong password')).status).toBe(401)
      times[kind].push(performance.now() - start)
    }
    const median = (of: number[]) => of.sort((a, b) => a - b)[of.length / 2]!
    const [one, other] = [median(times.known), median(times.unknown)]
    expect(Math.abs(one - other) / Math.max(one, other)).toBeLessThan(0.1)
  })
})

it('6: the eleventh wrong password has to wait, and the owner elsewhere does not', async () => {
  const ada = await person()
  const thief = server.visitor()
  for (let n = 0; n < 10; n++) expect((await signIn(ada.email, 'wrong', thief)).status).toBe(401)

  const refused = await signIn(ada.email, 'wrong', thief)
  expect(refused.status).toBe(429)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await signIn(ada.email)).status).toBe(200)
})

describe('7: behind no proxy', async () => {
  const exposed = await testServer({ TRUSTED_PROXIES: '' })

  it('7: a forwarded address changes nothing', async () => {
    const statuses = []
    for (let n = 0; n < 12; n++) {
      const headers = { 'x-forwarded-for': `203.0.113.${n}`, 'x-real-ip': `203.0.113.${n}`, forwarded: `for=203.0.113.${n}` }
      statuses.push((await exposed.visitor().post('/api/session', { email: 'ada@example.org', password: 'wrong' }, headers)).status)
    }
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401))
    expect(statuses.slice(10)).toEqual([429, 429])
  })
})

describe('11: the second factor', () => {
  it('11: takes a code once', async () => {
    const ada = await person({ totpSecret: SECRET })
    const code = demoCode({ now: new Date() }, SECRET)
    expect((await signIn(ada.email)).body.data.code).toBe('accounts.code_required')
    expect((await signIn(ada.email, password, server.visitor(), { code })).status).toBe(200)
    expect(await signIn(ada.email, password, server.visitor(), { code })).toMatchObject({
      status: 401,
      body: { data: { code: 'accounts.code_used' } },
    })
  })

  it('11: has recovery codes that are stored hashed and work once', async () => {
    const ada = await person({ totpSecret: SECRET })
    const client = await server.as(ada)
    const { body } = await client.post('/api/accounts/two-factor/recovery-codes', { password })
    const [recoveryCode] = body.recoveryCodes as string[]
    expect(JSON.stringify(await ctx.db.select().from(recoveryCodes))).not.toContain(recoveryCode!.replace('-', ''))

    expect((await signIn(ada.email, password, server.visitor(), { recoveryCode })).status).toBe(200)
    expect((await signIn(ada.email, password, server.visitor(), { recoveryCode })).status).toBe(401)
  })

  it('12: opens the administration, and nothing else does', async () => {
    const admin = await person({ role: 'admin' })
    const without = await server.as({ ...admin, twoFactor: false })
    for (const path of ['/api/admin/users', '/api/admin/orders', '/api/admin/overview'])
      expect(await without.get(path)).toMatchObject({ status: 403, body: { data: { code: 'accounts.two_factor_required' } } })
    expect((await (await server.as(admin)).get('/api/admin/users')).status).toBe(200)
  })
})

describe('44: limits', () => {
  it.each<[string, string, object, number]>([
    ['of sign-ins from an address', '/api/session', { password: 'wrong' }, 60],
    ['of any change without a limit of its own', '/api/cart/lines', { variantId: crypto.randomUUID() }, 120],
    ['of exchanged tokens', '/api/auth/refresh', { refreshToken: 'made up' }, 120],
  ])('44: %s', async (_, path, body, most) => {
    const client = server.visitor()
    const ask = (n: number) => client.post(path, path === '/api/session' ? { ...body, email: `nobody-${n}@example.org` } : body)
    for (let n = 0; n < most; n++) expect((await ask(n)).status).not.toBe(429)
    const refused = await ask(most)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await server.visitor().post(path, body)).status).not.toBe(429)
  })
})
