import { beforeAll, describe, expect, it } from 'vitest'
import { recoveryCodes } from '#db/schema'
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

it(
  '4: an unknown address and a wrong password take the same time, medians of 200 tries within 10 %',
  { timeout: 120_000, retry: 2 },
  async () => {
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
  },
)

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
