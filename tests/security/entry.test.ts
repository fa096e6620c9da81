import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { emailTokens, sessions, users } from '#db/schema'
import { demoCode, openAccount } from '#server/domains/accounts'
import { listKeptMails } from '#server/platform/mail/folder-mailer'
import { mailFolder } from '#server/platform/world'
import { COMMON_PASSWORDS } from '#shared/common-passwords'
import { testServer, type Client } from '../support/server'

const server = await testServer()
const { ctx } = server
const password = 'a password of some length'
const someAddress = () => `${crypto.randomUUID()}@example.org`

const person = (over: { email?: string; password?: string } = {}) =>
  openAccount(ctx, { name: 'Ada', email: someAddress(), password, ...over })
const signIn = (email: string, chosen = password, client = server.visitor()) => client.post('/api/session', { email, password: chosen })
const registering = (over: object = {}) => server.visitor().post('/api/accounts', { name: 'Eve', email: someAddress(), password, ...over })
const stored = async (email: string) => (await ctx.db.select().from(users).where(eq(users.email, email)))[0]

/** The newest mail to somebody, once it is there. */
async function mailTo(email: string, subject: string) {
  const find = async () =>
    (await listKeptMails(mailFolder(ctx.config))).find((mail) => mail.to === email && mail.subject.startsWith(subject))
  await expect.poll(find, { timeout: 15_000 }).toBeDefined()
  const { text } = (await find())!
  return { text, token: /#([\w-]{43})/.exec(text)?.[1] ?? '', code: /^\d{6}$/m.exec(text)?.[0] ?? '' }
}

async function resetLink(email: string, headers: Record<string, string> = {}) {
  expect((await server.visitor().post('/api/accounts/password-reset', { email }, headers)).status).toBe(204)
  return mailTo(email, 'Choose a new password')
}
const reset = (token: string, newPassword = 'another password for her') =>
  server.visitor().post('/api/accounts/password-reset/confirm', { token, newPassword })

describe('passwords', () => {
  it('1: are stored as argon2id with 19 MiB, two passes and one lane', async () => {
    const email = someAddress()
    await registering({ email })

    expect((await stored(email))!.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  it('2: have 8 to 256 characters of any script, every one of which counts', async () => {
    expect((await registering({ password: 'seven77' })).status).toBe(422)
    for (const chosen of ['мой пароль 🔑 из слов', ' '.repeat(8), `${'x'.repeat(100)}y`, 'long '.repeat(51)])
      expect((await registering({ password: chosen })).status).toBe(202)

    const { email } = await person({ password: `${'x'.repeat(100)}y` })
    expect((await signIn(email, 'x'.repeat(72))).status).toBe(401)
    expect((await signIn(email, `${'x'.repeat(100)}y`)).status).toBe(200)
  })

  it('3: are not the commonest, the name of the site or one’s own', async () => {
    const tried = [...COMMON_PASSWORDS.filter((_, index) => index % 300 === 0), COMMON_PASSWORDS.at(-1)!, 'Souk2026', 'soukSouk!']
    for (const chosen of tried) expect(await registering({ password: chosen })).toMatchObject({ status: 422 })
    expect((await registering({ email: 'brigitte@example.org', password: 'Brigitte1' })).body.data.code).toBe('accounts.password_personal')
  })
})

describe('what answers tell', () => {
  it('4: an unknown address and a wrong password are answered alike', async () => {
    const { email } = await person()
    const [known, unknown] = [await signIn(email, 'not the password'), await signIn(someAddress(), 'not the password')]

    expect(known.status).toBe(401)
    const told = ({ status, body }: typeof known) => ({ status, ...body, data: { ...body.data, requestId: null } })
    expect(told(known)).toEqual(told(unknown))
  })

  it('5: registering and resetting are answered alike for a known and an unknown address; the mails differ', async () => {
    const { email } = await person()
    const fresh = someAddress()
    const [known, unknown] = [await registering({ email }), await registering({ email: fresh })]

    expect(known.status).toBe(202)
    expect(known.body).toEqual({ ...unknown.body, email })
    expect(await signIn(fresh)).toMatchObject({ status: 401, body: { data: { code: 'accounts.credentials_wrong' } } })
    expect((await mailTo(email, 'You have an account already')).code).toBe('')
    expect((await mailTo(fresh, 'Confirm your address')).code).toMatch(/^\d{6}$/)

    const resets = await Promise.all(
      [email, someAddress()].map((address) => server.visitor().post('/api/accounts/password-reset', { email: address })),
    )
    expect(resets.map(({ status, body }) => ({ status, body }))).toEqual(Array(2).fill({ status: 204, body: null }))
  })
})

describe('guessing', () => {
  const guesses = async (client: Client, email: string, count: number) => {
    const statuses: number[] = []
    for (let guess = 0; guess < count; guess++) statuses.push((await signIn(email, 'a guess', client)).status)
    return statuses
  }

  it('6: the eleventh is refused for a while, and the owner gets in from elsewhere', async () => {
    const { email } = await person()
    const mallory = server.visitor()

    expect(await guesses(mallory, email, 10)).toEqual(Array(10).fill(401))
    const eleventh = await signIn(email, 'a guess', mallory)
    expect(eleventh.status).toBe(429)
    expect(Number(eleventh.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await signIn(email)).status).toBe(200)
  })

  it('6: a browser that the account knows is let in whatever others try', async () => {
    const { email } = await person()
    const ada = server.visitor()
    await signIn(email, password, ada)
    for (let stranger = 0; stranger < 11; stranger++) await guesses(server.visitor(), email, 10)

    expect((await signIn(email)).status).toBe(429)
    expect((await signIn(email, password, ada)).status).toBe(200)
  }, 60_000)

  it('7: an address that the client writes itself counts for nothing', async () => {
    const mallory = server.visitor()
    const statuses: number[] = []
    for (let guess = 0; guess < 61; guess++) {
      const spoofed = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', 'x-real-ip': `10.9.9.${guess}` }
      const body = JSON.stringify({ email: someAddress(), password: 'a guess' })
      statuses.push((await mallory.fetch('/api/session', { method: 'POST', headers: spoofed, body })).status)
    }

    expect(statuses.at(-1)).toBe(429)
  }, 60_000)

  it('7: the addresses of one IPv6 network count as one', async () => {
    const from = (address: string) => {
      const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', 'x-forwarded-for': address }
      const body = JSON.stringify({ email: someAddress(), password: 'a guess' })
      return fetch(`${server.url}/api/session`, { method: 'POST', headers, body })
    }
    for (let guess = 0; guess < 60; guess++) await from(`2001:db8:7:7::${guess}`)

    expect((await from('2001:db8:7:7:ffff::1')).status).toBe(429)
    expect((await from('2001:db8:7:8::1')).status).toBe(401)
  }, 60_000)
})

describe('a forgotten password', () => {
  it('8: its token is stored hashed, works once, and ends every session', async () => {
    const { id, email } = await person()
    const client = server.visitor()
    await signIn(email, password, client)
    const { token } = await resetLink(email)

    expect(JSON.stringify(await ctx.db.select().from(emailTokens).where(eq(emailTokens.userId, id)))).not.toContain(token)
    expect((await reset(token)).status).toBe(204)
    expect(await ctx.db.select().from(sessions).where(eq(sessions.userId, id))).toEqual([])
    expect((await client.get('/api/accounts/security')).status).toBe(401)
    expect(await reset(token)).toMatchObject({ status: 422, body: { data: { code: 'accounts.email_token_over' } } })
  })

  it('8: its token ends after an hour', async () => {
    const { id, email } = await person()
    const { token } = await resetLink(email)
    const [row] = await ctx.db.select().from(emailTokens).where(eq(emailTokens.userId, id))
    expect(row!.expiresAt.getTime() - row!.createdAt.getTime()).toBe(3_600_000)
    await ctx.db
      .update(emailTokens)
      .set({ expiresAt: new Date(Date.now() - 1) })
      .where(eq(emailTokens.userId, id))

    expect((await reset(token)).status).toBe(422)
    expect((await signIn(email)).status).toBe(200)
  })

  it('9: its link leads to the configured host, whatever a request says', async () => {
    const { email } = await person()
    const { text } = await resetLink(email, { host: 'evil.example', 'x-forwarded-host': 'evil.example' })

    expect(text).toContain(`${server.url}/reset-password#`)
    expect(text).not.toContain('evil.example')
  })
})

it('10: another address wants the password, is told to the old one, and counts once it is confirmed', async () => {
  const { email, id } = await person()
  const client = server.visitor()
  await signIn(email, password, client)
  const next = someAddress()

  expect((await client.post('/api/accounts/email', { email: next, password: 'not hers' })).status).toBe(422)
  expect((await client.post('/api/accounts/email', { email: next, password })).status).toBe(204)
  await mailTo(email, 'Your account is to get another address')
  const { token } = await mailTo(next, 'Confirm your new address')
  expect((await stored(email))!.id).toBe(id)

  expect((await server.visitor().post('/api/accounts/email/confirm', { token })).body).toEqual({ email: next, restored: false })
  expect((await stored(next))!.id).toBe(id)
  await mailTo(email, 'Your account at Souk has another address')
})

it('11: a reset does not skip the second factor', async () => {
  const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
  const { id, email } = await person()
  await ctx.db.update(users).set({ totpSecret: secret }).where(eq(users.id, id))
  await reset((await resetLink(email)).token)

  const chosen = { email, password: 'another password for her' }
  expect(await server.visitor().post('/api/session', chosen)).toMatchObject({
    status: 401,
    body: { data: { code: 'accounts.code_required' } },
  })
  expect((await server.visitor().post('/api/session', { ...chosen, code: demoCode({ now: new Date() }, secret) })).status).toBe(200)
})

it.each([
  ['registering', 20, () => ['/api/accounts', { name: 'Eve', email: 'not an address', password }]],
  ['asking for a reset', 10, () => ['/api/accounts/password-reset', { email: 'not an address' }]],
  ['trying codes', 40, () => ['/api/accounts/verification', { code: '000000' }]],
] as const)('44: %s is limited by address', async (_what, most, ask) => {
  const client = server.visitor()
  const statuses: number[] = []
  for (let number = 0; number <= most; number++) statuses.push((await client.post(...(ask() as [string, object]))).status)

  expect(statuses.slice(0, -1)).not.toContain(429)
  expect(statuses.at(-1)).toBe(429)
})
